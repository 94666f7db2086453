import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTORY, historySpan, toQueueHistory } from '../../../cli/check/queue-history.ts';
import type { ListedQueue, QueueStay } from '../../../cli/check/queue-stays.ts';
import { AT, ago } from '../../support/a-work-item.ts';

const PART_SECONDS = HISTORY.partMinutes * 60;
const HISTORY_SECONDS = HISTORY.hours * 3600;
const PART_COUNT = HISTORY_SECONDS / PART_SECONDS;
/** Before the history, and after it. */
const LONG_AGO = HISTORY_SECONDS + 3_600;
const WHOLE = { firstAtMs: ago(LONG_AGO).getTime(), lastAtMs: AT.getTime() };

const queueOf = (stays: readonly QueueStay[], rows: ListedQueue['rows'] = WHOLE): ListedQueue => ({
  stays,
  rows,
});

const stay = (createdAgo: number, leftAgo: number | null, isPickedUp = leftAgo !== null): QueueStay => ({
  createdAt: ago(createdAgo),
  leftAt: leftAgo === null ? null : ago(leftAgo),
  isPickedUp,
});

/** Whole seconds, as the API has them: instants meet each other and the ends of parts. */
const stays = fc.array(
  fc.record({
    createdAgo: fc.integer({ min: -120, max: LONG_AGO }),
    lasting: fc.option(fc.integer({ min: -30, max: 7_200 })),
    isPickedUp: fc.boolean(),
  }),
  { maxLength: 60 },
);

const toStays = (drawn: ReturnType<typeof stays.generate>['value']) =>
  drawn.map(({ createdAgo, lasting, isPickedUp }) =>
    stay(createdAgo, lasting === null ? null : createdAgo - lasting, lasting !== null && isPickedUp),
  );

/** Parts begin so many seconds before the reading, and the last one holds its instant. */
const partOf = (secondsAgo: number) =>
  Math.min(PART_COUNT - 1, Math.floor((HISTORY_SECONDS - secondsAgo) / PART_SECONDS));
const secondsAgo = (instant: Date) => (AT.getTime() - instant.getTime()) / 1000;

describe('toQueueHistory()', () => {
  it('counts in each part what a count at each of its seconds that matter finds', () => {
    fc.assert(
      fc.property(stays, (drawn) => {
        const all = toStays(drawn);
        const instants = all.flatMap(({ createdAt, leftAt }) => [
          createdAt,
          ...(leftAt instanceof Date ? [leftAt] : []),
        ]);
        const expected = Array.from({ length: PART_COUNT }, (_, part) => {
          const start = ago(HISTORY_SECONDS - part * PART_SECONDS);
          const within = instants.filter((at) => at <= AT && at >= start && partOf(secondsAgo(at)) === part);
          const counts = [start, ...within].map(
            (at) =>
              all.filter(
                ({ createdAt, leftAt }) => createdAt <= at && (leftAt === null || (leftAt as Date) > at),
              ).length,
          );
          return Math.max(...counts);
        });

        expect(toQueueHistory(queueOf(all), AT, true).depthCounts).toEqual(expected);
      }),
    );
  });

  it('has each wait that ended in the time shown in one part, the longest of each part drawn', () => {
    fc.assert(
      fc.property(stays, (drawn) => {
        const all = toStays(drawn);
        const taken = all.flatMap(({ createdAt, leftAt, isPickedUp }) => {
          const ago = leftAt instanceof Date ? secondsAgo(leftAt) : -1;
          if (!isPickedUp || ago < 0 || ago > HISTORY_SECONDS) return [];
          return [{ part: partOf(ago), seconds: Math.max(0, secondsAgo(createdAt) - ago) }];
        });
        const longest = Array.from({ length: PART_COUNT }, (_, part) => {
          const waits = taken.filter((each) => each.part === part).map(({ seconds }) => seconds);
          return waits.length === 0 ? 'nothing' : Math.max(...waits);
        });

        const { waitSeconds, pickedUpCount } = toQueueHistory(queueOf(all), AT, true);

        expect(pickedUpCount).toBe(taken.length);
        expect(waitSeconds).toEqual(longest);
      }),
    );
  });

  it('knows nothing from before the list begins, and all that was after', () => {
    const firstAt = ago(2.5 * PART_SECONDS);
    const { depthCounts, waitSeconds } = toQueueHistory(
      queueOf([stay(2.5 * PART_SECONDS, 0.5 * PART_SECONDS)], {
        firstAtMs: firstAt.getTime(),
        lastAtMs: firstAt.getTime(),
      }),
      AT,
      true,
    );

    expect(depthCounts.filter((depth) => depth === 'unknown')).toHaveLength(PART_COUNT - 3);
    expect(depthCounts.slice(-3)).toEqual([1, 1, 1]);
    expect(waitSeconds.slice(-4)).toEqual(['unknown', 'nothing', 'nothing', 2 * PART_SECONDS]);
  });

  it('knows nothing from after the last row of a list that was not read to its end', () => {
    const rows = { ...WHOLE, lastAtMs: ago(2.5 * PART_SECONDS).getTime() };
    const { depthCounts, waitSeconds, pickedUpCount } = toQueueHistory(
      queueOf([stay(3.8 * PART_SECONDS, 3.2 * PART_SECONDS), stay(3.1 * PART_SECONDS, 60)], rows),
      AT,
      false,
    );

    expect(depthCounts.slice(-6)).toEqual([0, 0, 1, 'unknown', 'unknown', 'unknown']);
    expect(depthCounts.slice(0, -3)).not.toContain('unknown');
    expect(waitSeconds.slice(-3)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(pickedUpCount).toBe(1);
  });

  it('knows nothing of a list of which no row was read', () => {
    const { depthCounts, waitSeconds } = toQueueHistory(queueOf([], null), AT, false);

    expect(new Set([...depthCounts, ...waitSeconds])).toEqual(new Set(['unknown']));
  });

  it('counts an item of which nothing tells when it left the queue, and draws it nowhere', () => {
    const untold: QueueStay = { createdAt: ago(600), leftAt: 'untold', isPickedUp: false };
    const { depthCounts, untoldCount } = toQueueHistory(queueOf([untold]), AT, true);

    expect(untoldCount).toBe(1);
    expect(new Set(depthCounts)).toEqual(new Set([0]));
  });
});

it.each([
  ['the clock of the API is behind', -86_400_000, HISTORY_SECONDS + 86_400, 0],
  ['the clock of the API is ahead', 86_400_000, HISTORY_SECONDS, 86_400],
  ['no answer told its time', null, HISTORY_SECONDS, 0],
])('historySpan() holds all that is shown, where %s', (_, skewMs, secondsBefore, secondsAfter) => {
  const { horizon, end } = historySpan({ sentAt: AT, skewMs });

  expect(horizon.getTime()).toBeLessThan(ago(secondsBefore).getTime());
  expect(horizon.getTime()).toBeGreaterThan(ago(secondsBefore + 3_600).getTime());
  expect(end.getTime()).toBeGreaterThan(ago(-secondsAfter).getTime());
  expect(end.getTime()).toBeLessThan(ago(-secondsAfter - 3_600).getTime());
});
