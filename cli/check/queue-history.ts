/** The hours before a reading, in equal parts: how deep the queue was, and how long was waited. Pure. */
import { ageSeconds } from '../../lambda/model/work-item.ts';
import type { MeasuredTime } from '../../lambda/read/clock.ts';
import type { HistorySpan, ListedQueue, QueueStay } from './queue-stays.ts';

const PART_MINUTES = 5;
/** With two columns before them they fit into 80. */
const PART_COUNT = 72;
const PART_MS = PART_MINUTES * 60_000;
const HISTORY_MS = PART_COUNT * PART_MS;
export const HISTORY = { partMinutes: PART_MINUTES, hours: HISTORY_MS / 3_600_000 } as const;

/** The instant of a reading is a little before its first request, and its last page some minutes after. */
const MARGIN_MS = 10 * 60_000;

/** `unknown`: it was not read. `nothing`: there was nothing to measure. */
export type Measured = number | 'nothing' | 'unknown';

/** Parts from the oldest to the newest, which ends with the reading. */
export interface QueueHistory {
  readonly from: Date;
  /** The most items that were queued at once. */
  readonly depthCounts: readonly Measured[];
  /** The longest wait of the items that were picked up. */
  readonly waitSeconds: readonly Measured[];
  /** Items that were picked up in the parts that are known. */
  readonly pickedUpCount: number;
  /** Items in none of the numbers: nothing tells when they left the queue. */
  readonly untoldCount: number;
}

/** All that a history can show, whether or not the clock of the API is believed. */
export function historySpan({ sentAt, skewMs }: Pick<MeasuredTime, 'sentAt' | 'skewMs'>): HistorySpan {
  const skews = [0, skewMs ?? 0];
  return {
    horizon: new Date(sentAt.getTime() + Math.min(...skews) - HISTORY_MS - MARGIN_MS),
    end: new Date(sentAt.getTime() + Math.max(...skews) + MARGIN_MS),
  };
}

/** @param isComplete whether the list was read to its end; else what came after the last row is not known */
export function toQueueHistory({ stays, rows }: ListedQueue, at: Date, isComplete: boolean): QueueHistory {
  const fromMs = at.getTime() - HISTORY_MS;
  const told = stays.filter(isTold);
  const parts = Array.from({ length: PART_COUNT }, (_, index) => {
    const [startMs, endMs] = [fromMs + index * PART_MS, fromMs + (index + 1) * PART_MS];
    // What was finished before the list begins may have been in it once.
    const isKnown = rows !== null && rows.firstAtMs < endMs && (isComplete || endMs <= rows.lastAtMs);
    return { startMs, endMs: index === PART_COUNT - 1 ? endMs + 1 : endMs, isKnown };
  });
  const waits = waitsIn(told, parts);
  return {
    from: new Date(fromMs),
    depthCounts: depthsIn(told, parts),
    waitSeconds: waits.map((seconds) => (typeof seconds === 'string' ? seconds : longestOf(seconds))),
    pickedUpCount: waits.flatMap((seconds) => (typeof seconds === 'string' ? [] : seconds)).length,
    untoldCount: stays.length - told.length,
  };
}

type ToldStay = QueueStay & { readonly leftAt: Date | null };

const isTold = (stay: QueueStay): stay is ToldStay => stay.leftAt !== 'untold';

/** From its start up to, and without, its end. */
interface Part {
  readonly startMs: number;
  readonly endMs: number;
  readonly isKnown: boolean;
}

function depthsIn(stays: readonly ToldStay[], parts: readonly Part[]): Measured[] {
  const changes = stays.flatMap(({ createdAt, leftAt }) => {
    const [startMs, endMs] = [createdAt.getTime(), leftAt?.getTime() ?? Number.POSITIVE_INFINITY];
    // Instants are whole seconds: an item that is taken at once was never seen to wait.
    if (endMs <= startMs) return [];
    return [
      { atMs: startMs, by: 1 },
      { atMs: endMs, by: -1 },
    ];
  });
  changes.sort((a, b) => a.atMs - b.atMs);
  let [depthCount, next] = [0, 0];
  /** All changes of one instant count together. */
  const advanceTo = (ms: number) => {
    for (let change = changes[next]; change !== undefined && change.atMs <= ms; change = changes[++next])
      depthCount += change.by;
  };
  return parts.map(({ startMs, endMs, isKnown }) => {
    advanceTo(startMs);
    let most = depthCount;
    for (let atMs = changes[next]?.atMs; atMs !== undefined && atMs < endMs; atMs = changes[next]?.atMs) {
      advanceTo(atMs);
      most = Math.max(most, depthCount);
    }
    return isKnown ? most : 'unknown';
  });
}

function waitsIn(stays: readonly ToldStay[], parts: readonly Part[]): (number[] | 'unknown')[] {
  const waits = parts.map(({ isKnown }): number[] | 'unknown' => (isKnown ? [] : 'unknown'));
  for (const { createdAt, leftAt, isPickedUp } of stays) {
    if (leftAt === null || !isPickedUp) continue;
    const part = parts.findIndex(
      ({ startMs, endMs }) => leftAt.getTime() >= startMs && leftAt.getTime() < endMs,
    );
    const seconds = waits[part];
    if (Array.isArray(seconds)) seconds.push(ageSeconds(createdAt, leftAt));
  }
  return waits;
}

const longestOf = (seconds: readonly number[]): Measured =>
  seconds.length === 0 ? 'nothing' : seconds.reduce((longest, each) => Math.max(longest, each));
