/**
 * The row of remembered ranges. Ids are most of it and hardly shorter than their randomness, so it is
 * compressed; past its limit the ranges that save least go, which costs requests and nothing else.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { type CursorHabit, isWaypoint, type ScanMemory, type SettledRange } from '../model/scan-memory.ts';
import { count, type EntriesOf, instant, nullableInstant, nullableText, text } from './stored-shapes.ts';

/** Source: a DynamoDB item ends at 400 KB. Ours ends far below: every read and write of it is paid by its size. */
export const RANGES_BYTES = 60_000;

/**
 * A corrupt row may inflate to anything, and parsing 20 MB of it takes seconds. Ranges stay far below; names and demand of
 * 10,000 environments, which repeat themselves, do not.
 */
export const INFLATED_BYTES = 8_000_000;

/** @returns at most RANGES_BYTES */
export function deflateRanges(memory: ScanMemory): Uint8Array {
  let kept = memory;
  for (;;) {
    const bytes = deflateJson(toStored(kept));
    if (bytes.length <= RANGES_BYTES) return bytes;
    kept = { ...kept, ranges: shrink(kept.ranges) };
  }
}

/** How many ranges lie before it, the row before it, and its own. */
type StoredWaypoint = readonly [number, string | null, string];

/** Apart from the ranges, so that an older version that finds them jumps where it always did. */
function toStored({ ranges, habit, ...rest }: ScanMemory) {
  let beforeCount = 0;
  const waypoints: StoredWaypoint[] = [];
  for (const range of ranges) {
    if (isWaypoint(range)) waypoints.push([beforeCount, range.end.beforeId, range.end.id]);
    else beforeCount++;
  }
  return {
    ...rest,
    ranges: ranges.filter((range) => !isWaypoint(range)),
    ...(waypoints.length === 0 ? {} : { waypoints }),
    ...(habit === null ? {} : { habit }),
  };
}

const position = { beforeId: nullableText, id: text };
const rowCount = v.pipe(v.number(), v.integer(), v.minValue(1));

export const scanMemorySchema = v.pipe(
  v.object({
    ranges: v.array(
      v.object({
        beforeFirstId: nullableText,
        end: v.object(position),
        count: rowCount,
        anchors: v.array(v.object({ ...position, count: rowCount })),
      }),
    ),
    // Missing where there are none, and in rows of before there were any.
    waypoints: v.optional(v.array(v.tuple([count, nullableText, text])), []),
    walk: v.nullable(v.object(position)),
    // Missing where nothing was learned, and in rows of before it was.
    habit: v.optional(
      v.nullable(
        v.object({
          kind: v.picklist(['page', 'fresh']),
          learnedAt: instant,
          isInDoubt: v.boolean(),
        } satisfies EntriesOf<CursorHabit>),
      ),
      null,
    ),
    writtenAt: nullableInstant,
  }),
  v.transform(
    ({ waypoints, ...memory }): ScanMemory => ({
      ...memory,
      ranges: withWaypoints(memory.ranges, waypoints),
    }),
  ),
);

function withWaypoints(
  ranges: readonly SettledRange[],
  waypoints: readonly StoredWaypoint[],
): readonly SettledRange[] {
  if (waypoints.length === 0) return ranges;
  const behind = (rangeCount: number): SettledRange[] =>
    waypoints
      .filter(([beforeCount]) => beforeCount === rangeCount)
      .map(([, beforeId, id]) => ({ beforeFirstId: id, end: { beforeId, id }, count: 0, anchors: [] }));
  return [...behind(0), ...ranges.flatMap((range, index) => [range, ...behind(index + 1)])];
}

/** First without what only makes a lost range cheaper, then without the tenth that jumps over least. */
function shrink(ranges: readonly SettledRange[]): readonly SettledRange[] {
  if (ranges.some(({ anchors }) => anchors.length > 0))
    return ranges.map((range) => ({ ...range, anchors: [] }));
  const dropCount = Math.ceil(ranges.length / 10);
  const smallest = ranges.toSorted((a, b) => a.count - b.count).slice(0, dropCount);
  const dropped = new Set(smallest);
  return ranges.filter((range) => !dropped.has(range));
}

export const deflateJson = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value));

/** @returns undefined for what is not compressed JSON, which no schema accepts */
export function inflateJson(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(inflateRawSync(body, { maxOutputLength: INFLATED_BYTES }).toString('utf8'));
  } catch {
    return undefined;
  }
}
