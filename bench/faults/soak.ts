/** Days of runs in which something fails at random all the time: what they tell, what they remember, what they hold. */
import { createRandom, drawBetween } from '../../local/simulator/random.ts';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import { LIST_FAULTS, WORK_FAULTS } from './api-faults.ts';
import {
  FLEET_SEED,
  measureFleetBytes,
  PLANNED_MINUTES,
  planHours,
  readHeap,
  SOAK_ENVIRONMENTS,
  type Trouble,
} from './soak-fleet.ts';
import { judgeSoak, type SoakAlert } from './soak-laws.ts';

export interface SoakResult {
  readonly minutes: number;
  readonly wallSeconds: number;
  readonly apiFaultCount: number;
  readonly stepFaultCount: number;
  readonly killedCount: number;
  readonly failedRunCount: number;
  /** After collecting garbage: at the start, in the middle, at the end; with what the simulator holds. */
  readonly heapBytes: readonly number[];
  /** By how much the simulator alone grows over the same days. */
  readonly fleetBytes: number;
  readonly largestRowBytes: number;
  readonly troubleCount: number;
  readonly openedCount: number;
  readonly endedCount: number;
  readonly openCount: number;
  readonly faults: readonly string[];
}

/** Faults that say that an environment is gone, or something else of it, are no test of what is true. */
const API_FAULTS = [...WORK_FAULTS, ...LIST_FAULTS].filter(
  ({ name, isNumbersChanged }) => !/404|list|unknown|100,000|unreadable/.test(name) && !isNumbersChanged,
);
const STEP_FAULTS: readonly StepFault[] = ['refused', 'answer-lost', 'killed-before', 'killed-after'];

/** Of 100 minutes, how many begin a fault of the API, and how many runs have a step that fails. */
const API_FAULT_SHARE = 0.02;
const STEP_FAULT_SHARE = 0.05;

export async function soak(minutes: number, seed: number): Promise<SoakResult> {
  // First: nothing of the soak may be collected meanwhile.
  const fleetBytes = measureFleetBytes(minutes);
  const startedMs = performance.now();
  const monitor = createVirtualMonitor();
  for (const id of SOAK_ENVIRONMENTS) monitor.simulator.addEnvironment({ id });
  const counts = { apiFaultCount: 0, stepFaultCount: 0, killedCount: 0, failedRunCount: 0 };
  const [troubles, told, heapBytes]: [Trouble[], SoakAlert[], number[]] = [[], [], []];
  const fault = createFaultSource(monitor, seed, counts);
  const fleetRandom = createRandom(FLEET_SEED);
  let largestRowBytes = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    if ((minute - 1) % PLANNED_MINUTES === 0) troubles.push(...planHours(monitor, minute - 1, fleetRandom));
    // After an hour everything has been done once.
    if (minute === 60 || minute === Math.ceil(minutes / 2)) heapBytes.push(readHeap());
    monitor.simulator.advance(60_000 - (monitor.simulator.now().getTime() % 60_000));
    fault.next();
    const { error, wasKilled } = await monitor.run();
    if (wasKilled) counts.killedCount++;
    if (error !== null) counts.failedRunCount++;
    for (const { messageId, incidentId, condition, change, environmentIds } of monitor.forget()) {
      told.push({ minute, messageId, incidentId, condition, change, environments: environmentIds.join() });
    }
    largestRowBytes = Math.max(
      largestRowBytes,
      ...[...monitor.rows.values()].map(({ body }) => sizeOf(body)),
    );
  }
  heapBytes.push(readHeap());
  const wallSeconds = (performance.now() - startedMs) / 1_000;
  const judged = judgeSoak(troubles, told, minutes);
  return {
    minutes,
    wallSeconds,
    ...counts,
    heapBytes,
    fleetBytes,
    largestRowBytes,
    troubleCount: troubles.length,
    ...judged,
  };
}

const sizeOf = (body: string | Uint8Array | undefined): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0);

function createFaultSource(
  { simulator, breakSteps }: VirtualMonitor,
  seed: number,
  counts: { apiFaultCount: number; stepFaultCount: number },
) {
  const random = createRandom(seed);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  let minutesLeft = 0;
  return {
    next: () => {
      if (minutesLeft > 0 && --minutesLeft === 0) simulator.clearFaults();
      if (minutesLeft === 0 && random() < API_FAULT_SHARE) {
        minutesLeft = Math.ceil(drawBetween(random, { min: 0, max: 15 }));
        counts.apiFaultCount++;
        const scope = random() < 0.5 ? {} : { environmentId: pick(SOAK_ENVIRONMENTS) ?? '' };
        for (const each of pick(API_FAULTS)?.faults ?? []) {
          simulator.addFault({ ...scope, ...each, isReadsOnly: true });
        }
      }
      const [isBroken, number, fault] = [
        random() < STEP_FAULT_SHARE,
        Math.floor(random() * 14),
        pick(STEP_FAULTS),
      ];
      breakSteps((step) => {
        if (!isBroken || step.number !== number || fault === undefined) return null;
        counts.stepFaultCount++;
        return fault;
      });
    },
  };
}
