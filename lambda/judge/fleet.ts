/** What a shard knows of the whole fleet: its own reading of now, and what the others remembered of their last ones. Pure. */
import type { Settings } from '../../contract/settings.ts';
import type { ReadError } from '../model/reading.ts';
import type { Readings } from '../model/readings.ts';
import { type FailedAlike, type RunMemory, waitingSince } from '../model/run-memory.ts';
import { type Share, shardOf } from '../model/share.ts';
import { shortKeyOf } from '../model/short-key.ts';
import { apiFailureOf } from './conditions/api-unreachable.ts';
import type { ReadErrors } from './conditions/condition-definition.ts';

/** Of who has not run for longer than that, nothing is known: that it is silent, an alarm tells. */
const HEARD_MS = 3 * 60_000;
/** Of a message, which is told once for all that fail alike. */
const MESSAGE_LENGTH = 300;

export interface Fleet {
  readonly errors: ReadErrors;
  readonly waiting: ReadonlyMap<string, Date>;
  /** Where shards have tokens of their own: of each what its own token met, which says nothing of the others'. */
  readonly byToken: ReadonlyMap<number, ReadErrors>;
  /** Shards that have not told of a run for too long. */
  readonly silent: readonly number[];
}

export interface FleetFacts {
  readonly settings: Pick<Settings, 'tokenPerShard'>;
  readonly readings: Readings;
  readonly share: Share;
  /** What the others remembered of their last runs, by shard. */
  readonly memories: ReadonlyMap<number, RunMemory>;
  /** Of this shard's own last run. */
  readonly memory: Pick<RunMemory, 'failing'>;
}

/** What failed in this run as an API fails as a whole, for the others: nothing where there are none. */
export function toFailing({ readings }: Pick<Readings, 'readings'>, { count }: Share): FailedAlike[] {
  if (count === 1) return [];
  const groups = new Map<string, { readonly error: ReadError; readonly keys: string[] }>();
  for (const [id, { reading }] of readings) {
    const failure = reading.error === null ? null : apiFailureOf(reading.error);
    if (reading.error === null || failure === null) continue;
    const message = reading.error.message.slice(0, MESSAGE_LENGTH).toWellFormed();
    const group = groups.get(failure) ?? { error: { ...reading.error, message }, keys: [] };
    group.keys.push(shortKeyOf(id));
    groups.set(failure, group);
  }
  return [...groups.values()];
}

/** @param own the errors of this run's readings */
export function toFleet(
  own: ReadErrors,
  { settings, readings, share, memories, memory: before }: FleetFacts,
): Fleet {
  const heard = [...memories].filter(([, { lastAt }]) => isHeard(lastAt, readings.instant.at));
  const errorsOf = new Map<number, Map<string, ReadError | null>>(heard.map(([index]) => [index, new Map()]));
  const failing = new Map(heard.map(([index, { failing: groups }]) => [index, toErrors(groups)]));
  const waiting = new Map(readings.waiting);
  for (const id of readings.otherIds ?? []) {
    const index = shardOf(id, share.count);
    const memory = memories.get(index);
    const errors = errorsOf.get(index);
    if (memory === undefined || errors === undefined) continue;
    const since = waitingSince(memory, id);
    if (since === undefined) errors.set(id, failing.get(index)?.get(shortKeyOf(id)) ?? null);
    else waiting.set(id, since);
  }
  const others = Array.from({ length: share.count }, (_, index) => index).filter(
    (index) => index !== share.index,
  );
  return {
    errors: new Map([own, ...errorsOf.values()].flatMap((errors) => [...errors])),
    waiting,
    byToken: new Map(settings.tokenPerShard ? [[share.index, ownBefore(own, before)], ...errorsOf] : []),
    silent: others.filter((index) => !errorsOf.has(index)),
  };
}

/** Of the run before, as those of the others are: who is mended together must not seem to be mended first. */
function ownBefore(own: ReadErrors, { failing }: Pick<RunMemory, 'failing'>): ReadErrors {
  const failed = toErrors(failing);
  return new Map([...own.keys()].map((id) => [id, failed.get(shortKeyOf(id)) ?? null]));
}

export const isHeard = (lastAt: Date | null, at: Date): boolean =>
  lastAt !== null && at.getTime() - lastAt.getTime() < HEARD_MS;

const toErrors = (groups: readonly FailedAlike[]): ReadonlyMap<string, ReadError> =>
  new Map(groups.flatMap(({ error, keys }) => keys.map((key) => [key, error] as const)));
