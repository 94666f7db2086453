/** All fleets, each thread taking the next one: a fleet is functions, so it goes to a thread by its name. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type FleetPlay, type PlayOptions, playFleet } from './play-fleet.ts';

/** @returns the plays in the order of the names */
export async function playInThreads(
  names: readonly string[],
  options: PlayOptions,
  threadCount: number,
): Promise<FleetPlay[]> {
  const waiting = [...names];
  const plays = new Map<string, FleetPlay>();
  await Promise.all(
    Array.from({ length: Math.min(threadCount, names.length) }, async () => {
      const thread = new Worker(new URL(import.meta.url), { workerData: { isPlayer: true, options } });
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        plays.set(name, await ask(thread, name));
      }
      await thread.terminate();
    }),
  );
  return names.flatMap((name) => plays.get(name) ?? []);
}

function ask(thread: Worker, name: string): Promise<FleetPlay> {
  const { promise, resolve, reject } = Promise.withResolvers<FleetPlay>();
  thread.once('message', (play) => {
    thread.off('error', reject);
    resolve(play);
  });
  thread.once('error', reject);
  thread.postMessage(name);
  return promise;
}

if (!isMainThread && workerData?.isPlayer === true) {
  parentPort?.on('message', async (name: string) => {
    parentPort?.postMessage(await playFleet(name, workerData.options));
  });
}
