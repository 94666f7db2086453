/** Measures every list: a first walk, then the steady state that it leads to, then a walk by reference. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import type { ListCase } from './list-case.ts';
import type { Task, TaskResult } from './reader.ts';
import { type CasesServer, serveCases } from './serve-cases.ts';

export const LATENCY_MS = 40;
const READER_PATH = fileURLToPath(new URL('./reader.ts', import.meta.url));
/** Node takes what the machine has; a function may have as little as 256 MB. */
const HEAP_LIMITS = ['--max-old-space-size=192', '--max-semi-space-size=8'];
/** Walks are on virtual time, so they do not disturb each other's results. */
const CONCURRENT_WALKS = 2;

export interface Measurement {
  readonly listCase: ListCase;
  readonly firstWalk: TaskResult;
  /** In real time. */
  readonly steady: TaskResult;
}

export interface Measurements {
  readonly lists: readonly Measurement[];
  /** One for each length: what is alive makes no difference to it. */
  readonly referenceWalks: readonly { readonly listCase: ListCase; readonly walk: TaskResult }[];
}

export async function measureScans(
  cases: readonly ListCase[],
  { steadyRunCount }: { readonly steadyRunCount: number },
): Promise<Measurements> {
  const server = await serveCases(cases);
  try {
    const read = (kind: Task['kind'], { environmentId }: ListCase, row: Uint8Array | null) =>
      runReader({ kind, baseUrl: server.baseUrl, environmentId, latencyMs: LATENCY_MS, row, steadyRunCount });
    const byLength = [...new Map(cases.map((listCase) => [listCase.rowCount, listCase])).values()];
    const walks = [
      ...cases.map((listCase) => ({ kind: 'first walk' as const, listCase })),
      ...byLength.map((listCase) => ({ kind: 'reference walk' as const, listCase })),
    ];
    const walked = await mapConcurrently(walks, CONCURRENT_WALKS, ({ kind, listCase }) =>
      read(kind, listCase, null),
    );
    const lists = await measureSteady(cases, walked, server, read);
    const referenceWalks = byLength.flatMap((listCase, index) => {
      const walk = walked[cases.length + index];
      return walk === undefined ? [] : [{ listCase, walk }];
    });
    return { lists, referenceWalks };
  } finally {
    await server.close();
  }
}

/** One after the other and in real time. */
async function measureSteady(
  cases: readonly ListCase[],
  walked: readonly TaskResult[],
  server: CasesServer,
  read: (kind: Task['kind'], listCase: ListCase, row: Uint8Array) => Promise<TaskResult>,
): Promise<Measurement[]> {
  server.setLatency(LATENCY_MS);
  const measured: Measurement[] = [];
  for (const [index, listCase] of cases.entries()) {
    const firstWalk = walked[index];
    if (firstWalk === undefined) continue;
    measured.push({ listCase, firstWalk, steady: await read('steady', listCase, firstWalk.row) });
  }
  return measured;
}

function runReader(task: Task): Promise<TaskResult> {
  const child = fork(READER_PATH, {
    execArgv: ['--expose-gc', ...HEAP_LIMITS],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(task);
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as TaskResult));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The reader of ${task.environmentId} (${task.kind}) ended with exit code ${code}`)),
    );
  });
}
