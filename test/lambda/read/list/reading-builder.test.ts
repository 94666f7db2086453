import { describe, expect, it } from 'vitest';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import { createReadingBuilder } from '../../../../lambda/read/list/reading-builder.ts';
import { aFinishedRow, aLiveRow } from '../../../support/a-list-row.ts';
import { AT, ago, aWorkItem } from '../../../support/a-work-item.ts';

const WINDOW = { at: AT, previousAt: ago(60) };

/** What is read of these rows, added one page for each argument. */
function read(...pages: readonly (readonly WorkItem[])[]) {
  const builder = createReadingBuilder(WINDOW);
  for (const page of pages) builder.add(page, 0);
  return builder.build();
}
const unknown = (name: string) => aWorkItem({ state: 'other', unknownState: name });

describe('createReadingBuilder()', () => {
  it('has nothing before the first page', () => {
    expect(read()).toEqual({
      items: [],
      itemsReadCount: 0,
      stateCounts: { queued: 0, starting: 0, active: 0, stopping: 0, stopped: 0, other: 0 },
      malformedCount: 0,
      mismatchCount: 0,
      healthcheckCount: 0,
      unreadableCounts: {},
      unknownStates: {},
    });
  });

  it('counts every item and keeps those that can still matter', () => {
    const [live, over] = [aLiveRow(1), aFinishedRow(2)];
    const justOver = { ...aFinishedRow(3), stoppedAt: ago(1_000) };

    const { items, itemsReadCount, stateCounts } = read([live, over], [justOver, unknown('paused')]);

    expect(items.slice(0, 2)).toEqual([live, justOver]);
    expect(items).toHaveLength(3);
    expect(itemsReadCount).toBe(4);
    expect(stateCounts).toEqual({ queued: 0, starting: 0, active: 1, stopping: 0, stopped: 2, other: 1 });
  });

  it('keeps what ended since the last complete run, however long ago that was', () => {
    const ended = { ...aFinishedRow(1), stoppedAt: ago(3_600) };
    const builder = createReadingBuilder({ at: AT, previousAt: ago(7_200) });
    builder.add([ended], 0);

    expect(builder.build().items).toEqual([ended]);
  });

  it('counts an item that came twice once, as it was read last', () => {
    const first = aLiveRow(1);
    const last: WorkItem = { ...first, state: 'stopped', stoppedAt: ago(5) };

    const { items, itemsReadCount, stateCounts } = read([first], [last]);

    expect(items).toEqual([last]);
    expect(itemsReadCount).toBe(1);
    expect([stateCounts.active, stateCounts.stopped]).toEqual([0, 1]);
  });

  it('does not go on to call an item live whose last row says that it was over long ago', () => {
    expect(read([aLiveRow(1)], [aFinishedRow(1)]).items).toEqual([aFinishedRow(1)]);
  });

  it('knows which items it keeps', () => {
    const builder = createReadingBuilder(WINDOW);
    builder.add([aLiveRow(1), aFinishedRow(2)], 0);

    expect([1, 2, 3].map((row) => builder.has(aLiveRow(row).id))).toEqual([true, false, false]);
  });

  it('adds up malformed rows of all pages', () => {
    const builder = createReadingBuilder(WINDOW);
    builder.add([], 2);
    builder.add([], 3);

    expect(builder.build().malformedCount).toBe(5);
  });

  it('counts health checks once each, and nowhere else', () => {
    const check = aWorkItem({ isHealthcheck: true });

    const { healthcheckCount, itemsReadCount, items } = read(
      [check, aWorkItem({ isHealthcheck: true })],
      [check],
    );

    expect({ healthcheckCount, itemsReadCount, items }).toEqual({
      healthcheckCount: 2,
      itemsReadCount: 0,
      items: [],
    });
  });

  it('counts what waits, or may, and is no item that is known to wait', () => {
    const builder = createReadingBuilder(WINDOW);
    const check = aWorkItem({ isHealthcheck: true });
    builder.add([aWorkItem(), check, { ...aLiveRow(1), isHealthcheck: true }, unknown('paused')], 2);
    expect(builder.otherWaitingCount()).toBe(1 + 1 + 2);

    builder.add([{ ...check, state: 'stopped' }], 0);
    expect(builder.otherWaitingCount()).toBe(1 + 2);
  });

  it('counts items whose timestamps contradict their state', () => {
    const contradicting = aWorkItem({ startedAt: ago(5) });

    expect(read([contradicting, aWorkItem()], [aWorkItem({ isContradicting: true })]).mismatchCount).toBe(2);
  });

  it('counts instants that cannot be read, by their names', () => {
    const { unreadableCounts, unknownStates } = read([
      aWorkItem({ unreadable: ['startedAt', 'stoppedAt'] }),
      aWorkItem({ unreadable: ['startedAt'] }),
      aWorkItem(),
    ]);

    expect(unreadableCounts).toEqual({ startedAt: 2, stoppedAt: 1 });
    expect(unknownStates).toEqual({});
  });

  it('names ten unknown states at most, and goes on counting those it names', () => {
    const names = Array.from({ length: 12 }, (_, index) => `state ${index}`);

    const { unknownStates, stateCounts } = read(names.map(unknown), ['state 0', 'state 11'].map(unknown));

    expect(unknownStates).toEqual({
      ...Object.fromEntries(names.slice(0, 10).map((name) => [name, 1])),
      'state 0': 2,
    });
    expect(stateCounts.other).toBe(14);
  });
});
