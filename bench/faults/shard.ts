/** All cases, and a thread that plays every nth of them: cases are functions, so they go to a thread as numbers. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type MatrixCase, toApiCases } from './api-cases.ts';
import { toAwsCases } from './aws-cases.ts';
import { type RunCase, toConcurrentCases, toFreezeCases, toKillCases } from './kill-cases.ts';
import { findFaults } from './laws.ts';
import { type Play, play } from './play.ts';

export interface Verdict extends Pick<MatrixCase, 'group' | 'row' | 'situation' | 'fault'> {
  /** What broke a law; empty: the cell passed. */
  readonly faults: readonly string[];
}

/** @param everyNth a reduced matrix: each so-manieth case */
export async function playCases(everyNth = 1, shard = 0, shardCount = 1): Promise<Verdict[]> {
  const truth = await play(null);
  const verdicts: Verdict[] = [];
  for (const [index, each] of toAllCases(truth).entries()) {
    if (index % everyNth !== 0 || (index / everyNth) % shardCount !== shard) continue;
    verdicts.push(await playCase(truth, each));
  }
  return verdicts;
}

type AnyCase = MatrixCase & Partial<Pick<RunCase, 'runMinute'>>;

function toAllCases(truth: Play): AnyCase[] {
  return [
    ...toApiCases(),
    ...toAwsCases(truth),
    ...toKillCases(truth),
    ...toFreezeCases(truth),
    ...toConcurrentCases(),
  ];
}

async function playCase(truth: Play, theCase: AnyCase): Promise<Verdict> {
  const faults = findFaults(truth, await play(theCase.disturbance, theCase.runMinute), theCase);
  const { group, row, situation, fault } = theCase;
  return { group, row, situation, fault, faults };
}

/** In so many threads. */
export async function playCasesInThreads(threadCount: number, everyNth: number): Promise<Verdict[]> {
  const shards = Array.from({ length: threadCount }, (_, shard) => {
    const { promise, resolve, reject } = Promise.withResolvers<Verdict[]>();
    const worker = new Worker(new URL(import.meta.url), { workerData: { shard, threadCount, everyNth } });
    worker.once('message', resolve);
    worker.once('error', reject);
    return promise;
  });
  const played = await Promise.all(shards);
  // In the order of the cases again: each thread played every so-manieth.
  const count = played.reduce((sum, { length }) => sum + length, 0);
  return Array.from({ length: count }, (_, index) => {
    const verdict = played[index % threadCount]?.[Math.floor(index / threadCount)];
    if (verdict === undefined)
      throw new Error(`Case ${index} was not played: threads disagree about the cases`);
    return verdict;
  });
}

if (!isMainThread && typeof workerData?.threadCount === 'number') {
  const { everyNth, shard, threadCount } = workerData;
  parentPort?.postMessage(await playCases(everyNth, shard, threadCount));
}
