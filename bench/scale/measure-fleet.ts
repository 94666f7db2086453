/** Measures runs of the built bundle over a fleet, in a process with the processor and the memory of the function. */
import { EVENT_SCHEMA_VERSION } from '../../contract/deployment.ts';
import { median } from '../median.ts';
import { type MeasuredFunctions, startFunctions } from './measured-functions.ts';
import { openWorld, type RunningWorld } from './open-world.ts';
import type { Happening, Seen } from './world.ts';

export const LATENCY_MS = 40;

/** Of the runs of all functions in one minute. */
export interface RunCost {
  /** Of the longest. */
  readonly wallSeconds: number;
  /** Of all together. */
  readonly functionSeconds: number;
  readonly cpuSeconds: number;
  readonly requestCount: number;
  readonly awsCallCount: number;
  readonly publishedCount: number;
  readonly alertCount: number;
  readonly scanAgeSeconds: number;
  readonly failedCount: number;
  readonly hasSucceeded: boolean;
}

export interface FleetCost {
  readonly environmentCount: number;
  readonly shards: number;
  readonly memoryMb: number;
  /** The median of several, of what is numeric; the worst, of what must not be. */
  readonly steady: RunCost;
  /** Null: not measured. */
  readonly storms: Storms | null;
  /** Of the largest. */
  readonly peakMemoryMb: number;
}

export interface Storms {
  readonly everythingChanges: readonly RunCost[];
  readonly everythingRefused: readonly RunCost[];
}

export interface FleetQuestion {
  readonly environmentCount: number;
  /** Functions that share them, each with a token of its own. */
  readonly shards: number;
  readonly memoryMb: number;
  readonly steadyRunCount: number;
  /** Whether to measure, too, what happens when everything does at once. */
  readonly isStormy: boolean;
}

/** Until everything was read once, its ranges are remembered, and the order has settled. */
const MAX_WARM_UP_RUNS = 20;
const SETTLED_SCAN_AGE_SECONDS = 120;
/** From the first item in each queue to the run before the message that nobody takes it. */
const UNTIL_STUCK_MINUTES = 4;

export async function measureFleet(question: FleetQuestion): Promise<FleetCost> {
  const { environmentCount, shards, memoryMb, steadyRunCount } = question;
  const world = await openWorld({ environmentCount, latencyMs: LATENCY_MS });
  const functions = await startFunctions(question, world);
  const run = () => runOnce(functions, world);
  try {
    await warmUp(run, environmentCount);
    const steady = toMedian(await repeat(run, steadyRunCount));
    const storms = question.isStormy ? await measureStorms(world, run, steady) : null;
    return { environmentCount, shards, memoryMb, steady, storms, peakMemoryMb: functions.peakMemoryMb() };
  } finally {
    await functions.close();
    await world.close();
  }
}

async function repeat(run: () => Promise<RunCost>, count: number): Promise<RunCost[]> {
  const costs: RunCost[] = [];
  for (let index = 0; index < count; index++) costs.push(await run());
  return costs;
}

async function measureStorms(
  world: RunningWorld,
  run: () => Promise<RunCost>,
  { publishedCount }: RunCost,
): Promise<Storms> {
  // So many runs until each environment was read once.
  const roundCount = Math.ceil(world.environmentIds.length / Math.max(1, publishedCount));
  const happen = async (what: Happening, times = 1) => {
    for (let count = 0; count < times; count++) await world.tell(what);
  };
  await happen('refuse-all');
  const everythingRefused = await repeat(run, 2);
  await happen('answer-again');
  await repeat(run, roundCount);
  await happen('work-everywhere');
  // Longer without a run would be a gap, from whose end everything counts anew.
  await happen('minute', UNTIL_STUCK_MINUTES / 2);
  await run();
  await happen('minute', UNTIL_STUCK_MINUTES / 2);
  return { everythingRefused, everythingChanges: await repeat(run, roundCount) };
}

async function warmUp(run: () => Promise<RunCost>, environmentCount: number): Promise<void> {
  let readCount = 0;
  for (let count = 0; count < MAX_WARM_UP_RUNS; count++) {
    const { publishedCount, scanAgeSeconds } = await run();
    readCount += publishedCount;
    // Once to walk, once to settle what was walked, once by what is remembered.
    if (readCount >= 3 * environmentCount && scanAgeSeconds <= SETTLED_SCAN_AGE_SECONDS) return;
  }
  throw new Error(`${environmentCount} environments were not all read thrice in ${MAX_WARM_UP_RUNS} runs`);
}

async function runOnce(functions: MeasuredFunctions, world: RunningWorld): Promise<RunCost> {
  const { nowMs } = await world.tell('minute');
  const scheduledTime = new Date(nowMs).toISOString().replace('.000', '');
  const cpuBefore = functions.cpuSeconds();
  const runs = await functions.invokeAll({ schemaVersion: EVENT_SCHEMA_VERSION, scheduledTime });
  const seconds = runs.map(({ wallSeconds }) => wallSeconds);
  const cpuSeconds = functions.cpuSeconds() - cpuBefore;
  const seen = await world.tell('see');
  return {
    wallSeconds: Math.max(...seconds),
    functionSeconds: seconds.reduce((sum, each) => sum + each, 0),
    cpuSeconds,
    ...toCost(seen),
    hasSucceeded: runs.every(({ hasSucceeded }) => hasSucceeded),
  };
}

function toCost({
  monitorMetrics,
  ...seen
}: Seen): Omit<RunCost, 'wallSeconds' | 'functionSeconds' | 'cpuSeconds' | 'hasSucceeded'> {
  const { requestCount, awsCallCount, publishedCount, alertCount } = seen;
  return {
    requestCount,
    awsCallCount,
    publishedCount,
    alertCount,
    scanAgeSeconds: Math.max(...(monitorMetrics.ScanAge ?? [Number.NaN])),
    failedCount: (monitorMetrics.EnvironmentsFailed ?? [Number.NaN]).reduce((sum, count) => sum + count, 0),
  };
}

function toMedian(costs: readonly RunCost[]): RunCost {
  const middle = (of: (cost: RunCost) => number) => median(costs.map(of));
  return {
    wallSeconds: middle((cost) => cost.wallSeconds),
    functionSeconds: middle((cost) => cost.functionSeconds),
    cpuSeconds: middle((cost) => cost.cpuSeconds),
    requestCount: middle((cost) => cost.requestCount),
    awsCallCount: middle((cost) => cost.awsCallCount),
    publishedCount: middle((cost) => cost.publishedCount),
    alertCount: Math.max(...costs.map((cost) => cost.alertCount)),
    scanAgeSeconds: Math.max(...costs.map((cost) => cost.scanAgeSeconds)),
    failedCount: Math.max(...costs.map((cost) => cost.failedCount)),
    hasSucceeded: costs.every((cost) => cost.hasSucceeded),
  };
}
