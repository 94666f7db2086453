/**
 * The row of remembered ranges. Ids are most of it and hardly shorter than their randomness, so it is
 * compressed; past its limit the ranges that save least go, which costs requests and nothing else.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ScanMemory, SettledRange } from '../model/scan-memory.ts';

/** Source: a DynamoDB item ends at 400 KB. Ours ends far below: every read and write of it is paid by its size. */
export const RANGES_BYTES = 60_000;

/** A corrupt row may inflate to anything, and parsing 20 MB of it takes seconds. Ids hardly compress: ours stay far below. */
const INFLATED_BYTES = 2_000_000;

/** @returns at most RANGES_BYTES */
export function deflateRanges(memory: ScanMemory): Uint8Array {
  let kept = memory;
  for (;;) {
    const bytes = deflateRawSync(JSON.stringify(kept));
    if (bytes.length <= RANGES_BYTES) return bytes;
    kept = { ...kept, ranges: shrink(kept.ranges) };
  }
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
export function inflateJson(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(inflateRawSync(body, { maxOutputLength: INFLATED_BYTES }).toString('utf8'));
  } catch {
    return undefined;
  }
}
