import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../contract/conditions.ts';
import { bounceEndAt } from '../../../lambda/judge/bounce.ts';
import { judgeEnding } from '../../../lambda/judge/ending.ts';
import { findItemsPast, severityOf } from '../../../lambda/judge/items-past-threshold.ts';
import { longestFirst } from '../../../lambda/judge/measure.ts';
import type { Incident } from '../../../lambda/model/incident.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, aWorkItem, level } from '../../support/a-work-item.ts';

describe('bounceEndAt()', () => {
  const acked = { acknowledgedAt: ago(60) };

  it.each<[string, Partial<WorkItem>, Date | null]>([
    ['stopped 30 s after the ack', { ...acked, stoppedAt: ago(30) }, ago(30)],
    ['stopped 31 s after the ack', { ...acked, stoppedAt: ago(29) }, null],
    [
      'asked to stop at once, stopped late',
      { ...acked, stopRequestedAt: ago(58), stoppedAt: ago(1) },
      ago(58),
    ],
    [
      'stopped by force at once, asked later',
      { ...acked, stopRequestedAt: ago(1), stoppedAt: ago(55) },
      ago(55),
    ],
    ['started', { ...acked, startedAt: ago(59), stoppedAt: ago(58) }, null],
    ['never acknowledged', { stoppedAt: ago(30) }, null],
    ['still going', acked, null],
    ['stopped before the ack, by another clock', { ...acked, stoppedAt: ago(61) }, ago(61)],
  ])('of an item %s', (_name, item, endAt) => {
    expect(bounceEndAt(aWorkItem(item))).toEqual(endAt);
  });
});

describe('severityOf()', () => {
  it.each([
    [299, level(300, 900), null],
    [300, level(300, 900), 'warning'],
    [900, level(300, 900), 'critical'],
    [900, level(300, null), 'warning'],
    [300, level(null, 900), null],
    [900, level(null, 900), 'critical'],
    [9_999, level(null, null), null],
  ])('of %d at %o is %s', (value, threshold, severity) => {
    expect(severityOf(value, threshold)).toBe(severity);
  });
});

describe('findItemsPast()', () => {
  const items = [500, 300, 299].map((seconds) => aWorkItem({ createdAt: ago(seconds) }));
  const aged = longestFirst(items, (item) => item.createdAt, AT);
  const find = (threshold: ReturnType<typeof level>) =>
    findItemsPast('warning', 'slow', aged, threshold, ({ length }) => ({ depthCount: length + 1 }));

  it('finds those past the lowest level, since the longest, each with the instant at which it crossed', () => {
    const finding = find(level(300, 900));

    expect(finding).toMatchObject({ since: ago(500), reason: 'slow', evidence: { depthCount: 3 } });
    expect(finding?.items.map(({ ageSeconds, crossedAt }) => [ageSeconds, crossedAt])).toEqual([
      [500, ago(200)],
      [300, ago(0)],
    ]);
  });

  it.each([
    ['the critical level where there is no other', level(null, 500), 1],
    ['no level at all', level(null, null), null],
  ])('goes by %s', (_name, threshold, count) => {
    expect(find(threshold)?.items.length ?? null).toBe(count);
  });

  it('finds nothing without severity or without items', () => {
    expect(findItemsPast(null, null, aged, level(300, 900), () => ({}))).toBeNull();
    expect(findItemsPast('warning', null, [], level(300, 900), () => ({}))).toBeNull();
  });
});

describe('judgeEnding()', () => {
  const gone = 'work_gone';
  const stopped = aWorkItem({ id: 'work_stopped', state: 'stopped', stoppedAt: ago(1) });
  const taken = aWorkItem({ id: 'work_taken', state: 'stopped', acknowledgedAt: ago(9), stoppedAt: ago(1) });
  const live = aWorkItem({ id: 'work_live', state: 'active' });
  const endingOf = (condition: Condition, itemIds: readonly string[]) =>
    judgeEnding({ condition, itemIds } as Incident, [stopped, taken, live]);

  it.each<[Condition, string[], string]>([
    ['queue-stuck', ['work_taken'], 'recovered'],
    ['queue-stuck', ['work_stopped'], 'stopped'],
    ['stale-heartbeat', ['work_taken'], 'stopped'],
    ['stale-heartbeat', ['work_live'], 'recovered'],
    ['stale-heartbeat', [gone], 'no-longer-listed'],
    ['stale-heartbeat', [gone, gone, 'work_live'], 'no-longer-listed'],
    ['stale-heartbeat', ['work_stopped', 'work_live'], 'recovered'],
    ['work-bounced', ['work_stopped', gone], 'recovered'],
    ['environment-unreadable', [], 'recovered'],
  ])('of %s about %j is %s', (condition, itemIds, ending) => {
    expect(endingOf(condition, itemIds)).toBe(ending);
  });
});
