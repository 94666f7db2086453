/** What a run costs of the CPU, beside a plain reader of the same pages: in turns, so that the machine hits all alike. */
import { type ChildProcess, fork } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETTINGS_FILE } from '../../contract/deployment.ts';
import { BUNDLE_PATH } from '../../local/function/start-function.ts';
import { median } from '../median.ts';
import type { Order, Spent } from './reader.ts';
import type { NextMinute, OpenWorld, WorldOrder } from './world.ts';

export interface RunTime {
  readonly name: string;
  /** Medians of the rounds after the first ones, in which the compiler has not seen the code yet. */
  readonly cpuMs: number;
  readonly requestCount: number;
}

export interface RunTimes {
  readonly environmentCount: number;
  readonly roundCount: number;
  readonly readers: readonly RunTime[];
}

export type MetricsChoice = 'lean' | 'essential' | 'full';

/** The last one is what the others are compared with. */
const PLAIN_WAYS = ['node:http at the rate of a run', 'fetch', 'our transport', 'node:http'] as const;
const WARM_UP_COUNT = 5;

export async function measureRuns(
  metrics: readonly MetricsChoice[],
  { environmentCount, roundCount }: Pick<RunTimes, 'environmentCount' | 'roundCount'>,
): Promise<RunTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-cpu-'));
  const children: ChildProcess[] = [];
  const start = (file: string, env: Readonly<Record<string, string>>) => {
    const child = startChild(file, env);
    children.push(child);
    return child;
  };
  try {
    const monitors = [];
    for (const choice of metrics) monitors.push(await startMonitor(choice, environmentCount, folder, start));
    const plain = PLAIN_WAYS.map((by) => ({ by, reader: start('reader.ts', {}), cpuMs: [] as number[] }));
    for (let round = 0; round < WARM_UP_COUNT + roundCount; round++) {
      const isCounted = round >= WARM_UP_COUNT;
      const asked = await monitors.reduce<Promise<Asked | null>>(async (before, monitor) => {
        await before;
        return monitor.run(isCounted);
      }, Promise.resolve(null));
      for (const { by, reader, cpuMs } of plain) {
        const { urls = [], token = '' } = asked ?? {};
        const spent = await ask<Spent>(reader, { kind: 'count', by, urls, token } satisfies Order);
        if (isCounted) cpuMs.push(toCpuMs(spent) / Math.max(1, urls.length));
      }
    }
    const runs = monitors.map(({ name, result }) => ({ name, ...result() }));
    const requestCount = runs.at(-1)?.requestCount ?? 0;
    const readers = plain.map(({ by, cpuMs }) => ({
      name: `a plain reader, ${by}`,
      cpuMs: median(cpuMs) * requestCount,
      requestCount,
    }));
    return { environmentCount, roundCount, readers: [...runs, ...readers] };
  } finally {
    for (const child of children) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Asked {
  readonly urls: readonly string[];
  readonly token: string;
}

/** A function with a world of its own. */
async function startMonitor(
  metrics: MetricsChoice,
  environmentCount: number,
  folder: string,
  start: (file: string, env: Readonly<Record<string, string>>) => ChildProcess,
) {
  const world = start('world.ts', {});
  const open = await ask<OpenWorld>(world, { environmentCount });
  const asset = await mkdtemp(join(folder, 'asset-'));
  await copyFile(BUNDLE_PATH, join(asset, 'index.mjs'));
  const settings = { schemaVersion: 1, monitor: 'bench', environments: open.environmentIds, metrics };
  await writeFile(join(asset, SETTINGS_FILE), JSON.stringify(settings));
  const reader = start('reader.ts', open.env);
  toCpuMs(await ask<Spent>(reader, { kind: 'load', bundlePath: join(asset, 'index.mjs') } satisfies Order));

  let { scheduledTime } = open;
  const [cpuMs, requestCounts]: [number[], number[]] = [[], []];
  return {
    name: `a run, metrics ${metrics}`,
    run: async (isCounted: boolean): Promise<Asked> => {
      // The plain readers ask the same API.
      await ask<NextMinute>(world, 'begin' satisfies WorldOrder);
      const spent = toCpuMs(await ask<Spent>(reader, { kind: 'run', scheduledTime } satisfies Order));
      const minute = await ask<NextMinute>(world, 'next' satisfies WorldOrder);
      ({ scheduledTime } = minute);
      if (isCounted) {
        cpuMs.push(spent);
        requestCounts.push(minute.askedPaths.length);
      }
      const { origin } = new URL(open.baseUrl);
      return { urls: minute.askedPaths.map((path) => origin + path), token: open.token };
    },
    result: () => ({ cpuMs: median(cpuMs), requestCount: median(requestCounts) }),
  };
}

function startChild(file: string, env: Readonly<Record<string, string>>): ChildProcess {
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url));
  return fork(path, [], { env: { ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`A process of the bench ended with exit code ${code}`));
    child.once('exit', onExit).once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as Answer);
    });
    child.send(message);
  });
}

function toCpuMs({ cpuMs, error }: Spent): number {
  if (error !== null) throw new Error(`A reader of the bench failed: ${error}`);
  return cpuMs;
}
