import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type Threshold } from '../../../contract/conditions.ts';
import { countDeliveries } from '../../../lambda/judge/count-deliveries.ts';
import { type Deliveries, NO_DELIVERIES } from '../../../lambda/model/deliveries.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, aWorkItem, level } from '../../support/a-work-item.ts';
import { ACK_SECONDS, anAck, playAcks } from './play-acks.ts';

const LEVELS = DEFAULT_THRESHOLDS['work-bounced'];
const complete = (items: readonly WorkItem[]) => ({ completeness: 'complete' as const, items });
const count = (items: readonly WorkItem[], before = NO_DELIVERIES, at = AT) =>
  countDeliveries(before, complete(items), at, LEVELS);
const usually = (usualShare: number): Deliveries => ({ ...NO_DELIVERIES, usualShare });
/** The instant of so many acks before. */
const before = (instant: Date | null, ackCount: number) =>
  new Date((instant?.getTime() ?? 0) - ackCount * ACK_SECONDS * 1000);
const k = (length: number) => 'k'.repeat(length);

describe('countDeliveries() finds', () => {
  it.each<[string, string, boolean, Deliveries?, Threshold?]>([
    ['nothing in two bounces', 'bb', false],
    ['three in a row', 'bbb', true],
    ['three in a row after good times', `${k(200)}bbb`, true],
    ['nothing in three that are not in a row', 'bbkb', false],
    ['nothing in six of the last 30', `b${k(4)}`.repeat(6), false],
    ['seven of the last 30', `${`b${k(3)}`.repeat(6)}b`, true],
    ['seven, the first of them 29 acks before', `b${k(18)}${'bk'.repeat(5)}b`, true],
    ['nothing in seven, the first of them 30 acks before', `b${k(19)}${'bk'.repeat(5)}b`, false],
    ['nothing in three in a row where a tenth bounces usually', 'bbb', false, usually(0.1)],
    ['five in a row where a tenth bounces usually', 'bbbbb', true, usually(0.1)],
    ['nothing in seven of the last 30 where a tenth bounces usually', `bkkk`.repeat(7), false, usually(0.1)],
    ['as many in a row as is configured', 'bbbb', true, NO_DELIVERIES, level(4, null)],
    ['nothing in fewer', 'bbb', false, NO_DELIVERIES, level(4, null)],
    ['the critical level where there is no other', 'bbbb', true, NO_DELIVERIES, level(null, 4)],
    ['no share where there is no warning', `bk`.repeat(15), false, NO_DELIVERIES, level(null, 4)],
    ['nothing where it is off', 'bbbbbb', false, NO_DELIVERIES, level(null, null)],
  ])('%s', (_, fates, isBouncing, before, threshold) => {
    expect(playAcks(fates, before, threshold).bouncingSince !== null).toBe(isBouncing);
  });

  it.each<[string, string, number]>([
    ['the ack of the first in a row', 'bkkbbb', 2],
    ['the oldest of the last five where they are no row', `${'bk'.repeat(6)}b`, 8],
  ])('it since %s', (_, fates, acksBefore) => {
    const deliveries = playAcks(fates);

    expect(deliveries.bouncingSince).toEqual(before(deliveries.countedUntil, acksBefore));
  });
});

describe('countDeliveries() ends', () => {
  it.each<[string, string, number]>([
    ['three bounces after ten acks', 'bbb', 10],
    ['ten bounces after five', 'b'.repeat(10), 5],
    ['thirty bounces after three', 'b'.repeat(30), 3],
    ['one bad dispatcher among two after 13', `${'bk'.repeat(6)}b`, 13],
    ['one bad dispatcher among four after 25', `${'bkkk'.repeat(6)}b`, 25],
  ])('%s', (_, fates, endingCount) => {
    const bouncing = playAcks(fates);

    expect(playAcks(k(endingCount - 1), bouncing).bouncingSince).toEqual(bouncing.bouncingSince);
    expect(playAcks(k(endingCount), bouncing)).toMatchObject({
      bouncingSince: null,
      fates: '',
      lastBounced: [],
    });
  });

  it('nothing in a queue where nobody acks any more', () => {
    const bouncing = playAcks('bbb');

    expect(count([], bouncing, ago(-7 * 86_400))).toBe(bouncing);
  });
});

describe('countDeliveries() remembers', () => {
  it('the last five bounces, newest first', () => {
    const { lastBounced, countedUntil } = playAcks('bbkbbbb');

    expect(lastBounced.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual(
      [0, 1, 2, 3, 5].map((acksBefore) => before(countedUntil, acksBefore)),
    );
    expect(lastBounced[0]?.endedAt.getTime()).toBe((countedUntil?.getTime() ?? 0) + 5_000);
  });

  it('no bounce that is no longer among the last 30 acks', () => {
    expect(playAcks(`b${k(29)}`)).toMatchObject({ fates: `b${k(29)}`, lastBounced: [{}] });
    expect(playAcks(`b${k(30)}`)).toMatchObject({ fates: '', lastBounced: [] });
  });

  it('a bounce as usual once it leaves the memory, and none of a fault', () => {
    const fault = playAcks(k(10), playAcks('bbb'));

    expect(playAcks(`b${k(29)}`).usualShare).toBe(0);
    expect(playAcks(`b${k(30)}`).usualShare).toBeGreaterThan(0);
    expect(fault).toMatchObject({ fates: '', usualShare: 0 });
  });

  it('no usual share that decides nothing any more', () => {
    expect(playAcks('k', usually(0.00101)).usualShare).toBeGreaterThan(0.001);
    expect(playAcks(k(4), usually(0.00101)).usualShare).toBe(0);
  });

  it.each<[string, Partial<WorkItem>, string]>([
    ['started', { startedAt: ago(9) }, 'b'],
    ['asked to stop at once', { stopRequestedAt: ago(5) }, 'bb'],
    ['neither, 30 s after the ack', { acknowledgedAt: ago(30) }, ''],
    ['neither, 31 s after the ack', { acknowledgedAt: ago(31) }, 'b'],
    ['without an ack', { acknowledgedAt: null }, 'b'],
    ['with a start that cannot be read', { stoppedAt: ago(5), unreadable: ['startedAt'] }, 'b'],
    ['started, with an end that cannot be read', { startedAt: ago(9), unreadable: ['stoppedAt'] }, 'b'],
    ['acked after the run’s instant', { acknowledgedAt: ago(-1), stoppedAt: ago(-2) }, 'b'],
  ])('an item that is %s, and the bounce after it', (_, item, bounces) => {
    const acked = aWorkItem({ state: 'starting', acknowledgedAt: ago(10), ...item });
    const { fates } = count([acked, anAck('b', 8)]);

    expect(fates.replaceAll('k', '')).toBe(bounces);
  });
});

describe('countDeliveries() takes an ack after a bounce', () => {
  it.each<[string, Partial<WorkItem>, string]>([
    [
      'for kept where its end cannot be read and it started',
      { startedAt: ago(30), unreadable: ['stoppedAt'] },
      'bk',
    ],
    ['for kept where its heartbeat cannot be read', { unreadable: ['latestHeartbeatAt'] }, 'bk'],
    ['for nothing where its start cannot be read', { unreadable: ['startedAt'] }, 'b'],
  ])('%s', (_, item, fates) => {
    const acked = aWorkItem({ state: 'starting', acknowledgedAt: ago(40), ...item });

    expect(count([anAck('b', 60), acked]).fates).toBe(fates);
  });

  it('that leaves the fates as they were, as a bounce', () => {
    const bouncing = playAcks('b'.repeat(30));
    const more = playAcks('b', bouncing);

    expect(more.fates).toBe(bouncing.fates);
    expect(more.lastBounced[0]?.acknowledgedAt).toEqual(before(bouncing.countedUntil, -1));
  });
});

describe('countDeliveries() writes', () => {
  const hourOf = (fates: string, before: Deliveries) => {
    let [deliveries, writeCount] = [before, 0];
    for (let minute = 0; minute < 60; minute++) {
      // Readings keep what is over for 20 minutes.
      const seen = [...Array(21).keys()].map((index) => minute - index).filter((ack) => ack >= 0);
      const items = seen.map((ack) => anAck(fates[ack] ?? 'k', 3_620 - ack * ACK_SECONDS));
      const next = count(items, deliveries, ago(3_600 - minute * ACK_SECONDS));
      if (next !== deliveries) writeCount++;
      deliveries = next;
    }
    return { writeCount, deliveries };
  };

  it.each<[string, string, number, number, number]>([
    ['nothing where nothing ever bounced', '', 0, 0, 0],
    ['every quarter of an hour where the usual share fades', '', 0.02, 3, 4],
    ['every ack for as long as a bounce is among the last 30', 'b', 0, 30, 33],
  ])('%s', (_, fates, usualShare, least, most) => {
    const { writeCount } = hourOf(fates, usually(usualShare));

    expect(writeCount).toBeGreaterThanOrEqual(least);
    expect(writeCount).toBeLessThanOrEqual(most);
  });

  it.each(['partial', 'failed'] as const)('nothing of a %s reading', (completeness) => {
    const reading = { completeness, items: [anAck('b', 20), anAck('b', 21), anAck('b', 22)] };

    expect(countDeliveries(NO_DELIVERIES, reading, AT, LEVELS)).toBe(NO_DELIVERIES);
  });
});
