/** What a function does with time, in the place of the bundle: each task prints what its clocks told. */
import { get } from 'node:http';

interface TimedEvent {
  readonly task: keyof typeof TASKS;
  readonly url: string;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const ask = (url: string) =>
  new Promise<string>((resolve, reject) => {
    get(url, (response) => {
      response.resume().once('end', () => resolve('answered'));
    }).once('error', reject);
  });

/** How much both clocks moved while it was done. */
async function timed(work: () => Promise<unknown>) {
  const [dateMs, steadyMs] = [Date.now(), performance.now()];
  const result = await work();
  return { result, dateMs: Date.now() - dateMs, steadyMs: performance.now() - steadyMs };
}

const TASKS = {
  tell: async () => ({ now: new Date().toISOString(), asMs: Date.now(), past: new Date(0).toISOString() }),
  pause: () => timed(() => wait(20_000)),
  order: () =>
    timed(async () => {
      const ended: string[] = [];
      const note = (name: string, ms: number) => wait(ms).then(() => ended.push(name));
      const cancelled = setTimeout(() => ended.push('cancelled'), 3_000);
      const all = Promise.all([note('last', 9_000), note('first', 2_000), note('second', 6_000)]);
      clearTimeout(cancelled);
      await all;
      return ended;
    }),
  /** As a request with a time limit that it keeps, and then a pause. */
  limit: (url: string) =>
    timed(async () => {
      const over = new Promise<string>((resolve) => setTimeout(resolve, 5_000, 'over'));
      const answer = await Promise.race([ask(url), over]);
      return answer;
    }),
};

export async function handler({ task, url }: TimedEvent): Promise<void> {
  console.log(JSON.stringify(await TASKS[task](url)));
}
