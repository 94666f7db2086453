import { describe, expect, it } from 'vitest';
import type { ScanMemory } from '../../../../lambda/model/scan-memory.ts';
import type { ListScan } from '../../../../lambda/read/list/scan-list.ts';
import { toSavedMemory } from '../../../../lambda/read/list/to-saved-memory.ts';
import { aRange, positionOf } from '../../../support/a-list-row.ts';
import { AT } from '../../../support/a-work-item.ts';

const MIN = 60_000;
const fromNow = (ms: number) => new Date(AT.getTime() + ms);
const ONE = [aRange(0, 499)];
const LONGER = [aRange(0, 599)];
const TWO = [aRange(0, 499), aRange(501, 599)];

interface Given {
  readonly before?: Partial<ScanMemory>;
  readonly memory?: Partial<ScanMemory>;
  readonly scanned?: Partial<ListScan>;
  readonly listRequestCount?: number;
}

/** By default: a longer range that saves a request, where nothing was written so far. */
function save({ before = {}, memory = {}, scanned = {}, listRequestCount = 2 }: Given) {
  const loaded = { ranges: ONE, walk: null, habit: null, writtenAt: null, ...before };
  const found: ListScan = {
    isComplete: true,
    error: null,
    memory: { ranges: LONGER, walk: null, habit: null, writtenAt: null, ...memory },
    plannedRequestCount: 1,
    isCorrection: false,
    cursors: null,
    ...scanned,
  };
  return toSavedMemory({ before: loaded, scanned: found, listRequestCount, at: AT });
}

/** A scan that was long, and will be as long, but for reading its parts at once. */
const LONG: Given = { memory: { ranges: TWO }, scanned: { plannedRequestCount: 50 }, listRequestCount: 50 };

const SIX = Array.from({ length: 6 }, (_, index) => aRange(1_000 * index, 1_000 * index + 499));
const FAST: Given = { ...LONG, memory: { ranges: SIX } };

describe('toSavedMemory()', () => {
  it.each<[string, boolean, Given]>([
    ['writes what saves a request', true, {}],
    ['not what saves none', false, { scanned: { plannedRequestCount: 2 } }],
    ['not what nobody knows to save any', false, { scanned: { plannedRequestCount: null } }],
    ['not what is as it was', false, { memory: { ranges: [aRange(0, 499)] } }],
    ['writes what divides a long list', true, LONG],
    ['not what divides a list of 49 requests', false, { ...LONG, listRequestCount: 49 }],
    ['not what divides a long list as before', false, { ...LONG, memory: { ranges: LONGER } }],
    ['again where the last write has a time that has not come', true, { before: { writtenAt: fromNow(1) } }],
    ['not again in the same instant', false, { before: { writtenAt: AT } }],
    ['not again before ten minutes', false, { before: { writtenAt: fromNow(1 - 10 * MIN) } }],
    ['again after ten minutes', true, { before: { writtenAt: fromNow(-10 * MIN) } }],
    ['not what divides a long list, before ten minutes', false, { ...LONG, before: { writtenAt: AT } }],
    ['what divides thousands of new rows, at once', true, { ...FAST, before: { writtenAt: AT } }],
    [
      'not what divides fewer',
      false,
      { ...FAST, memory: { ranges: SIX.slice(1) }, before: { writtenAt: AT } },
    ],
  ])('%s', (_, isWritten, given) => {
    const ranges = given.memory?.ranges ?? LONGER;

    expect(save(given)).toEqual(isWritten ? { ranges, walk: null, habit: null, writtenAt: AT } : null);
  });

  it.each<[string, Given]>([
    ['a correction', { scanned: { isCorrection: true } }],
    ['what an incomplete scan found', { scanned: { isComplete: false } }],
    ['a correction that costs requests', { scanned: { isCorrection: true, plannedRequestCount: 9 } }],
    [
      'a walk that went on',
      { memory: { ranges: ONE, walk: positionOf(900) }, scanned: { isComplete: false } },
    ],
  ])('writes %s at once, and lets the next write come at once', (_, given) => {
    const { ranges = LONGER, walk = null } = given.memory ?? {};

    expect(save({ ...given, before: { writtenAt: fromNow(-1) } })).toEqual({
      ranges,
      walk,
      habit: null,
      writtenAt: null,
    });
  });

  it('writes no correction that changes nothing', () => {
    expect(save({ memory: { ranges: ONE }, scanned: { isCorrection: true } })).toBeNull();
  });
});
