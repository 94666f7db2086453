/** Plays one fleet under one monitor, and keeps what was true, what was told and what was measured. */
import type { Alert } from '../../lambda/model/incident.ts';
import { createRandom } from '../../local/simulator/random.ts';
import { createVirtualMonitor, START_AT, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import type { Series } from './alarm.ts';
import { FAULTY_FLEETS } from './faulty-fleets.ts';
import { HEALTHY_FLEETS } from './healthy-fleets.ts';
import { playOutages } from './outage-fleet.ts';
import type { Told } from './score.ts';
import { SESSION_FLEETS } from './session-fleets.ts';
import { type Act, createStage, type Episode, MINUTE_MS, type Stage } from './stage.ts';

/** The longest one first, so that threads end together. */
const FLEETS: Readonly<Record<string, Act>> = {
  outages: playOutages,
  ...HEALTHY_FLEETS,
  ...FAULTY_FLEETS,
  ...SESSION_FLEETS,
};
export const FLEET_NAMES: readonly string[] = Object.keys(FLEETS);

/** Goes from a thread to another as it is. */
export interface FleetPlay {
  readonly name: string;
  readonly environmentCount: number;
  readonly runCount: number;
  readonly episodes: readonly Episode[];
  readonly told: readonly Told[];
  /** Of its environments: values of QueueDepth and OldestQueuedAge, a minute each. */
  readonly depths: readonly Series[];
  readonly ages: readonly Series[];
}

export interface PlayOptions {
  readonly minutes: number;
  readonly seed: number;
}

/** @throws {RangeError} when there is no fleet of this name */
export async function playFleet(name: string, { minutes, seed }: PlayOptions): Promise<FleetPlay> {
  const act = FLEETS[name];
  if (act === undefined)
    throw new RangeError(`There is no fleet "${name}": name one of ${FLEET_NAMES.join(', ')}`);
  const own = toOwnSeed(seed, name);
  const monitor = createVirtualMonitor(
    { sessions: Object.hasOwn(SESSION_FLEETS, name) },
    START_AT,
    false,
    createRandom(own),
  );
  const stage = createStage(monitor.simulator, `env_${name.replaceAll('-', '_')}`, minutes, own + 1);
  act(stage);
  const record = createRecord(monitor);
  let runCount = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    if (isPaused(stage, minute)) {
      monitor.simulator.advance(MINUTE_MS - (monitor.simulator.now().getTime() % MINUTE_MS));
      continue;
    }
    const { error } = await monitor.runMinutes(1);
    if (error !== null) throw new Error(`The run of minute ${minute} of ${name} failed: ${error}`);
    runCount += 1;
    record.take(minute);
  }
  const environmentCount = monitor.simulator.environmentIds().length;
  return { name, environmentCount, runCount, episodes: stage.episodes, ...record.taken() };
}

/** No two fleets have the same days: else one lucky hour would count for all of them. */
const toOwnSeed = (seed: number, name: string) =>
  [...name].reduce((own, letter) => Math.imul(own, 31) + letter.charCodeAt(0), seed);

const isPaused = ({ pauses }: Stage, minute: number) =>
  pauses.some(({ min, max }) => minute >= min && minute < max);

function createRecord(monitor: VirtualMonitor) {
  const told: Told[] = [];
  const [depths, ages] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const note = (series: Map<string, number[]>, id: string, minute: number, value: number | undefined) => {
    const own = series.get(id) ?? [];
    if (value !== undefined) own[minute] = value;
    series.set(id, own);
  };
  return {
    take: (minute: number) => {
      for (const { environments } of monitor.published) {
        for (const [id, { QueueDepth, OldestQueuedAge }] of environments) {
          note(depths, id, minute, QueueDepth);
          note(ages, id, minute, OldestQueuedAge);
        }
      }
      told.push(...monitor.forget().map((alert) => toTold(alert, minute)));
    },
    taken: () => ({ told, depths: [...depths.values()], ages: [...ages.values()] }),
  };
}

function toTold(alert: Alert, minute: number): Told {
  const { incidentId, condition, change, severity, reason, items } = alert;
  const itemIds = items.map(({ id }) => id);
  return { minute, incidentId, condition, change, severity, reason, itemIds };
}
