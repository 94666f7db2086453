import { describe, expect, it } from 'vitest';
import type { Thresholds } from '../../../../contract/conditions.ts';
import { workBounced } from '../../../../lambda/judge/conditions/work-bounced.ts';
import { judgeEnding } from '../../../../lambda/judge/ending.ts';
import { NO_DELIVERIES } from '../../../../lambda/model/deliveries.ts';
import { EMPTY_STATE } from '../../../../lambda/model/environment-state.ts';
import { toFacts } from '../../../../lambda/notify/to-facts.ts';
import { aFailedReading, ago, aReading, level } from '../../../support/a-work-item.ts';
import { aContext, anAlert } from '../../notify/an-alert.ts';
import { diagnoseReading, itFinds, itGivesEvidence } from '../diagnose-reading.ts';
import { anAck } from '../play-acks.ts';

/** A minute after each other, the last a minute ago. */
const acks = (fates: string) => [...fates].map((fate, index) => anAck(fate, (fates.length - index) * 60));
const off = level(null, null);

describe('work-bounced', () => {
  itFinds([
    { name: 'two in a row are below three', items: acks('kkbb'), expected: [] },
    {
      name: 'three in a row, of whatever was acked before',
      items: acks('kkkkkkkkkkkkbbb'),
      expected: [['work-bounced', 'warning', null, 3]],
    },
    {
      name: 'four in a row are a warning',
      items: acks('bbbb'),
      expected: [['work-bounced', 'warning', null, 4]],
    },
    {
      name: 'five in a row are critical',
      items: acks('bbbbb'),
      expected: [['work-bounced', 'critical', null, 5]],
    },
    {
      name: 'seven of the last 30, of which five are listed',
      items: acks('bkkkbkkkbkkkbkkkbkkkbkkkb'),
      expected: [['work-bounced', 'warning', null, 5]],
    },
    {
      name: 'a dispatcher that was bad and has handed out one item well is bad',
      items: acks('bbbbk'),
      expected: [['work-bounced', 'warning', null, 4]],
    },
    {
      name: 'only a critical level',
      items: acks('bbbbk'),
      thresholds: { 'work-bounced': level(null, 4) },
      expected: [['work-bounced', 'critical', null, 4]],
    },
    { name: 'off', items: acks('bbbbbb'), thresholds: { 'work-bounced': off }, expected: [] },
  ]);

  itGivesEvidence('work-bounced', aReading(acks('kbkbbb')), {
    bouncedCount: 4,
    acknowledgedCount: 5,
    inARowCount: 3,
    usualPercent: 0,
  });

  const bouncing = diagnoseReading(aReading(acks('bbb'))).counters;

  it('lists the last of them, newest first, each with its ack and its end', () => {
    const [finding] = diagnoseReading(aReading([]), {}, bouncing).findings;

    expect(finding?.items.map(({ state, bounce }) => [state, bounce])).toEqual(
      [60, 120, 180].map((seconds) => [
        'stopped',
        { acknowledgedAt: ago(seconds), endedAt: ago(seconds - 5) },
      ]),
    );
  });

  it('is the same news for as long as it lasts', () => {
    const [first] = diagnoseReading(aReading(acks('bbb'))).findings;
    const [later] = diagnoseReading(aReading(acks('bbbb'))).findings;

    expect(first?.items.map(({ crossedAt }) => crossedAt)).toEqual([ago(180), ago(180), ago(180)]);
    expect(later?.items.every(({ crossedAt }) => crossedAt.getTime() === ago(240).getTime())).toBe(true);
  });

  it.each([
    ['an empty reading', aReading([]), 1],
    ['one in part', aReading([], { completeness: 'partial' }), 1],
    ['none', aFailedReading(), 0],
  ])('lasts through %s', (_, reading, count) => {
    const { findings } = diagnoseReading(reading, {}, bouncing);

    expect(findings.filter(({ condition }) => condition === 'work-bounced').length).toBe(count);
  });

  it('lets go of a share when only a row is of interest from now on', () => {
    const { counters } = diagnoseReading(aReading(acks('bkkkbkkkbkkkbkkkbkkkbkkkb')));
    const conditionsWith = (thresholds: Partial<Thresholds>) =>
      diagnoseReading(aReading([]), thresholds, counters).findings.map(({ condition }) => condition);

    expect(conditionsWith({})).toEqual(['work-bounced']);
    expect(conditionsWith({ 'work-bounced': level(null, 5) })).toEqual([]);
  });

  it('needs more in a row where more are usual', () => {
    const used = { ...EMPTY_STATE, deliveries: { ...NO_DELIVERIES, usualShare: 0.2 } };
    const severityOf = (fates: string) =>
      diagnoseReading(aReading(acks(fates)), {}, used).findings[0]?.severity;

    expect([severityOf('bbbbb'), severityOf('bbbbbbb')]).toEqual([undefined, 'critical']);
  });

  it.each([
    [0, 'the last ack did not'],
    [1, 'the last ack did'],
    [3, 'the last 3 in a row did'],
  ])('says of %d in a row: %s', (inARowCount, line) => {
    const evidence = { ...workBounced.example, inARowCount };
    const facts = toFacts(anAlert({ condition: 'work-bounced', evidence }), aContext);

    expect(workBounced.evidenceLines(facts)[1]).toBe(line);
  });

  it('recovers, whatever became of its items', () => {
    const incident = { condition: 'work-bounced', itemIds: ['work_a', 'work_b'] } as const;

    expect(judgeEnding(incident as never, [])).toBe('recovered');
    expect(workBounced.isTrace).toBe(true);
  });
});
