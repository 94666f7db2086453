/**
 * The memory of a run, in as few bytes as thousands of environments allow: the row is written in every run, and
 * paid by its size. Instants are few, so environments are listed by them.
 */
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { type Skew, UNKNOWN_SKEW } from '../model/instant.ts';
import type { ReadError } from '../model/reading.ts';
import type { RunMemory } from '../model/run-memory.ts';
import { STEADY_PACE } from '../model/session.ts';
import { SHORT_KEY_LENGTH, shortKeyOf } from '../model/short-key.ts';
import { sessionPace } from './session-schema.ts';
import {
  count,
  type EntriesOf,
  finite,
  instant,
  nullableInstant,
  nullableText,
  text,
} from './stored-shapes.ts';

/** More are listed by short keys, which a version before this one does not read: it counts them as complete. */
const LISTED_BY_ID_COUNT = 300;

const failedAlike = v.object({
  error: v.object({
    status: v.nullable(finite),
    type: text,
    message: text,
    requestId: nullableText,
  } satisfies EntriesOf<ReadError>),
  keys: v.pipe(text, v.transform(keysOf)),
});

/** An instant, and the short keys of environments one after the other. */
type KeyGroup = readonly [Date | null, string];

const skew = v.object({
  ms: v.nullable(finite),
  rival: v.nullable(v.object({ ms: finite, runCount: count })),
  deviatingRunCount: count,
} satisfies EntriesOf<Skew>);

export const runMemorySchema = v.pipe(
  v.object({
    lastAt: nullableInstant,
    behind: v.record(text, nullableInstant),
    // Missing in rows of before there were so many.
    behindKeys: v.optional(v.array(v.tuple([nullableInstant, text])), []),
    waitingKeys: v.optional(v.array(v.tuple([instant, text])), []),
    liveKeys: v.optional(text, ''),
    // Missing in rows of before it was remembered.
    skew: v.optional(skew, UNKNOWN_SKEW),
    // Missing where there is only one shard, or nothing failed.
    failing: v.optional(v.array(failedAlike), []),
    // Missing where nobody ever shared.
    layoutNumber: v.optional(count, 0),
    // Missing where nothing of sessions is worth it.
    sessions: v.optional(sessionPace, {
      forbiddenRunCount: 0,
      forbiddenSince: null,
      pausedUntil: null,
      pauseSeconds: 0,
      afterEnvironmentId: null,
    }),
  }),
  v.transform(
    ({ behind, behindKeys, waitingKeys, liveKeys, ...rest }): RunMemory => ({
      ...rest,
      behind: { ...Object.fromEntries(behindKeys.flatMap(spread)), ...behind },
      waiting: Object.fromEntries(waitingKeys.flatMap(spread)),
      live: new Set(keysOf(liveKeys)),
    }),
  ),
);

export function encodeMemory(memory: RunMemory): string {
  const { lastAt, behind, waiting, live, skew, sessions, failing, layoutNumber } = memory;
  const behindEntries = Object.entries(behind);
  const isShort = behindEntries.length <= LISTED_BY_ID_COUNT;
  const waitingEntries = Object.entries(waiting);
  return JSON.stringify({
    lastAt,
    behind: isShort ? behind : {},
    ...(isShort ? {} : { behindKeys: toGroups(behindEntries.map(([id, at]) => [toKey(id), at])) }),
    ...(waitingEntries.length === 0 ? {} : { waitingKeys: toGroups(waitingEntries) }),
    ...(live.size === 0 ? {} : { liveKeys: [...live].join('') }),
    skew,
    ...(isDeepStrictEqual(sessions, STEADY_PACE) ? {} : { sessions }),
    ...(failing.length === 0
      ? {}
      : { failing: failing.map(({ error, keys }) => ({ error, keys: keys.join('') })) }),
    ...(layoutNumber === 0 ? {} : { layoutNumber }),
  });
}

/** What was listed by a key already has no id any more. */
const toKey = (idOrKey: string): string =>
  idOrKey.length === SHORT_KEY_LENGTH && !idOrKey.includes('_') ? idOrKey : shortKeyOf(idOrKey);

function toGroups(entries: readonly (readonly [string, Date | null])[]): KeyGroup[] {
  const groups = Map.groupBy(entries, ([, at]) => at?.getTime() ?? null);
  return [...groups].map(([ms, members]) => [
    ms === null ? null : new Date(ms),
    members.map(([key]) => key).join(''),
  ]);
}

const spread = <At extends Date | null>([at, keys]: readonly [At, string]): [string, At][] =>
  keysOf(keys).map((key) => [key, at]);

function keysOf(joined: string): string[] {
  return Array.from({ length: Math.floor(joined.length / SHORT_KEY_LENGTH) }, (_, index) =>
    joined.slice(index * SHORT_KEY_LENGTH, (index + 1) * SHORT_KEY_LENGTH),
  );
}
