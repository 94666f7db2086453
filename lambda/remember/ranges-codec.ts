/**
 * The row of remembered ranges. Ids are most of it and hardly shorter than their randomness, so it is
 * compressed; past its limit the ranges that save least go, which costs requests and nothing else.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { EMPTY_SCAN_MEMORY, type ScanMemory, type SettledRange } from '../model/scan-memory.ts';
import { type Codec, type Decoded, STATE_SCHEMA_VERSION } from './state-codec.ts';

/** Source: a DynamoDB item ends at 400 KB. Ours ends far below: every read and write of it is paid by its size. */
export const RANGES_BYTES = 60_000;

const id = v.nullable(v.string());
const position = { beforeId: id, id: v.string() };
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const memorySchema = v.object({
  ranges: v.array(
    v.object({
      beforeFirstId: id,
      end: v.object(position),
      count,
      anchors: v.array(v.object({ ...position, count })),
    }),
  ),
  walk: v.nullable(v.object(position)),
  writtenAt: v.nullable(
    v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
      v.date(),
    ),
  ),
}) satisfies v.GenericSchema<unknown, ScanMemory>;

/** Reading never throws: what cannot be read is nothing remembered, and the list is walked. */
export const rangesCodec: Codec<ScanMemory, Uint8Array> = {
  empty: EMPTY_SCAN_MEMORY,
  encode: encodeRanges,
  decode: decodeRanges,
};

/** @returns at most RANGES_BYTES */
function encodeRanges(memory: ScanMemory): Uint8Array {
  let kept = memory;
  for (;;) {
    const bytes = deflateRawSync(JSON.stringify(kept));
    if (bytes.length <= RANGES_BYTES) return bytes;
    kept = { ...kept, ranges: shrink(kept.ranges) };
  }
}

function decodeRanges(body: unknown, schemaVersion: unknown): Decoded<ScanMemory> {
  if (typeof schemaVersion === 'number' && schemaVersion > STATE_SCHEMA_VERSION) {
    return { value: EMPTY_SCAN_MEMORY, fault: 'newer-version' };
  }
  const parsed = v.safeParse(memorySchema, inflateJson(body));
  return parsed.success
    ? { value: parsed.output, fault: null }
    : { value: EMPTY_SCAN_MEMORY, fault: 'corrupt' };
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

/** @returns undefined for what is not compressed JSON, which no schema accepts */
function inflateJson(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    // A bound, for a corrupt row may inflate to anything.
    return JSON.parse(inflateRawSync(body, { maxOutputLength: 20_000_000 }).toString('utf8'));
  } catch {
    return undefined;
  }
}
