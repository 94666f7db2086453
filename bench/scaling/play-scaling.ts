/** Plays a scenario with a monitor and a scaler: workers come and go as it says, and what it did is measured. */
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import type { Scaler } from './scaler.ts';
import type { Scenario } from './scenarios.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 15_000;
const ENVIRONMENT_ID = 'env_scaled';
/** From the order to the first poll: a container is pulled and started. */
const STARTUP_MS = 60_000;

export interface ScalingResult {
  /** Of each item that came while the API could be read: until the metric counted it. */
  readonly signalSeconds: readonly number[];
  /** Until as many workers were ordered as it takes, or as there may be. */
  readonly capacitySeconds: readonly number[];
  readonly maxCapacity: number;
  readonly endCapacity: number;
  /** Orders of fewer workers while the newest point was held, or there was none. */
  readonly gapScaleInCount: number;
  /** Orders of fewer workers than the last complete reading wanted. */
  readonly belowWantedCount: number;
  /** Workers with a session that had to go. */
  readonly cutCount: number;
}

export interface ScalingQuestion {
  readonly scenario: Scenario;
  readonly scaler: Scaler;
  readonly maxWorkers: number;
  readonly keepWorkersMinutes: number;
}

export async function playScaling(question: ScalingQuestion): Promise<ScalingResult> {
  const { scenario, keepWorkersMinutes } = question;
  const settings = { environments: [ENVIRONMENT_ID], sessionsPerWorker: 1, keepWorkersMinutes };
  const monitor = createVirtualMonitor(settings);
  const { simulator } = monitor;
  simulator.addEnvironment({ id: ENVIRONMENT_ID });
  const play: Play = {
    ...question,
    monitor,
    fleet: createFleet(monitor, scenario),
    points: new Map(),
    arrivals: new Map(),
    measured: { gapScaleInCount: 0, belowWantedCount: 0, maxCapacity: 0 },
  };
  const startMs = simulator.now().getTime();
  for (let minute = 1; minute <= scenario.minutes; minute++) {
    const minuteMs = startMs + minute * MINUTE_MS;
    simulator.advance(minuteMs - simulator.now().getTime());
    await runMonitor(play, minute);
    for (let nowMs = minuteMs + STEP_MS; nowMs <= minuteMs + MINUTE_MS; nowMs += STEP_MS) {
      simulator.advance(nowMs - simulator.now().getTime());
      noteArrivals(play, minute, minuteMs);
      scale(play, minuteMs, nowMs);
    }
  }
  return {
    ...play.measured,
    signalSeconds: secondsUntil(play, 'signalMs'),
    capacitySeconds: secondsUntil(play, 'capacityMs'),
    endCapacity: play.fleet.capacity(),
    cutCount: play.fleet.cutCount(),
  };
}

interface Point {
  readonly wanted: number | null;
  readonly isHeld: boolean;
}

interface Arrival {
  readonly atMs: number;
  /** Workers that it takes, with all that was there when it came. */
  readonly neededCount: number;
  signalMs?: number;
  capacityMs?: number;
}

interface Play extends ScalingQuestion {
  readonly monitor: VirtualMonitor;
  readonly fleet: ReturnType<typeof createFleet>;
  readonly points: Map<number, Point>;
  readonly arrivals: Map<string, Arrival>;
  readonly measured: { gapScaleInCount: number; belowWantedCount: number; maxCapacity: number };
}

async function runMonitor({ monitor, scenario, points, arrivals }: Play, minute: number): Promise<void> {
  const { simulator } = monitor;
  const isOut = isWithin(scenario.outage, minute);
  monitor.breakSteps(({ name }) => (isOut && name.startsWith('GET') ? 'refused' : null));
  scenario.stage(simulator, ENVIRONMENT_ID, minute);
  const before = monitor.published.length;
  await monitor.run();
  for (const { environments, scheduledAt } of monitor.published.slice(before)) {
    const metrics = environments.get(ENVIRONMENT_ID);
    if (metrics === undefined) continue;
    const isHeld = metrics.QueueDepth === undefined;
    points.set(scheduledAt.getTime(), { wanted: metrics.WorkersWanted ?? null, isHeld });
    if (!isHeld) for (const each of arrivals.values()) each.signalMs ??= simulator.now().getTime();
  }
}

/** What comes in an outage, or just before it, waits for its end: that is no measure of the signal. */
function noteArrivals(
  { fleet, arrivals, scenario, maxWorkers }: Play,
  minute: number,
  minuteMs: number,
): void {
  const live = fleet.live();
  const neededCount = Math.min(maxWorkers, live.length);
  for (const { id, createdAt } of live) {
    const atMs = createdAt.getTime();
    const createdMinute = minute + Math.floor((atMs - minuteMs) / MINUTE_MS);
    if (!arrivals.has(id) && !isWithin(scenario.outage, createdMinute, 2))
      arrivals.set(id, { atMs, neededCount });
  }
}

function scale(
  { scaler, fleet, points, arrivals, measured, maxWorkers }: Play,
  minuteMs: number,
  nowMs: number,
) {
  const capacity = fleet.capacity();
  const next = scaler.decide(nowMs, capacity, (atMs) => points.get(atMs)?.wanted ?? null);
  if (next < capacity) {
    const newest = points.get(minuteMs);
    if (newest === undefined || newest.isHeld || newest.wanted === null) measured.gapScaleInCount++;
    const known = [...points.values()].findLast(({ isHeld }) => !isHeld)?.wanted ?? 0;
    if (next < Math.min(maxWorkers, known)) measured.belowWantedCount++;
  }
  fleet.order(next);
  measured.maxCapacity = Math.max(measured.maxCapacity, next);
  for (const each of arrivals.values()) if (next >= each.neededCount) each.capacityMs ??= nowMs;
}

const secondsUntil = ({ arrivals }: Play, name: 'signalMs' | 'capacityMs'): number[] =>
  [...arrivals.values()].flatMap((each) => {
    const atMs = each[name];
    return atMs === undefined ? [] : [(atMs - each.atMs) / 1000];
  });

const isWithin = (outage: Scenario['outage'], minute: number, margin = 0): boolean =>
  outage !== undefined && minute >= outage[0] - margin && minute < outage[1] + margin;

/** The workers: those that run, and those that are on their way. */
function createFleet({ simulator }: VirtualMonitor, { workSeconds }: Scenario) {
  let startingCount = 0;
  let cutCount = 0;
  let number = 0;
  const leaving = new Set<string>();
  const staying = () =>
    simulator.workers(ENVIRONMENT_ID).filter(({ id, status }) => status === 'up' && !leaving.has(id));
  const live = () => simulator.liveTruth(ENVIRONMENT_ID);
  const capacity = () => staying().length + startingCount;

  const start = () => {
    startingCount++;
    const name = `worker-${++number}`;
    simulator.schedule(STARTUP_MS, () => {
      if (startingCount === 0) return;
      startingCount--;
      simulator.addWorker(ENVIRONMENT_ID, { behaviour: 'works', name, workSeconds });
    });
  };
  /** Those that start and those that are idle go first: a busy one is protected, and goes after its session. */
  const stop = () => {
    if (startingCount > 0) {
      startingCount--;
      return;
    }
    const busyIds = new Set(live().map(({ workerId }) => workerId));
    const idle = staying().find(({ id }) => !busyIds.has(id));
    if (idle !== undefined) return simulator.killWorker(idle.id);
    const [busy] = staying();
    if (busy === undefined) return;
    cutCount++;
    leaving.add(busy.id);
    simulator.drainWorker(busy.id);
  };
  const order = (wanted: number) => {
    while (capacity() < wanted) start();
    while (capacity() > wanted) stop();
  };
  return { live, capacity, order, cutCount: () => cutCount };
}
