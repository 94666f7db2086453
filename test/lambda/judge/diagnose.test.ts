import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity, Thresholds } from '../../../contract/conditions.ts';
import { diagnose } from '../../../lambda/judge/diagnose.ts';
import { severityOf } from '../../../lambda/judge/items-past-threshold.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { countRuns, type RunCounters } from '../../../lambda/judge/run-counters.ts';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import {
  AT,
  aFailedReading,
  ago,
  anActiveItem,
  aReading,
  aWorkItem,
  level,
  someRules,
} from '../../support/a-work-item.ts';

function diagnoseReading(
  reading: Reading,
  thresholds: Partial<Thresholds> = {},
  counters: RunCounters = EMPTY_STATE,
) {
  const rules = someRules(thresholds);
  const sample = measure(reading, { at: AT, previousAt: null }, rules);
  return diagnose(reading, sample, countRuns(counters, reading, sample, rules), rules);
}

const NOBODY = { depthCount: 1, pendingCount: 0, workersPollingCount: 0 };
const bounced = (acknowledgedSeconds: number) =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(2000),
    acknowledgedAt: ago(acknowledgedSeconds),
    stopRequestedAt: ago(acknowledgedSeconds - 5),
    stoppedAt: ago(acknowledgedSeconds - 10),
  });
const ranWell = () =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(2000),
    acknowledgedAt: ago(500),
    startedAt: ago(490),
    stoppedAt: ago(100),
  });

interface Row {
  readonly name: string;
  readonly items: readonly WorkItem[];
  readonly overrides?: Partial<Reading>;
  readonly thresholds?: Partial<Thresholds>;
  readonly expected: readonly [
    condition: string,
    severity: Severity,
    reason: string | null,
    itemCount: number,
  ][];
}

const ROWS: readonly Row[] = [
  { name: 'nothing wrong', items: [aWorkItem(), anActiveItem(30)], expected: [] },
  {
    name: 'work that waits 300 s without workers is a warning',
    items: [aWorkItem({ createdAt: ago(300) }), aWorkItem({ createdAt: ago(299) })],
    overrides: { stats: NOBODY },
    expected: [['queue-stuck', 'warning', 'no-workers', 1]],
  },
  {
    name: 'work that waits 900 s without workers is critical, and counts from the warning',
    items: [aWorkItem({ createdAt: ago(900) }), aWorkItem({ createdAt: ago(300) })],
    overrides: { stats: NOBODY },
    expected: [['queue-stuck', 'critical', 'no-workers', 2]],
  },
  {
    name: 'a slow queue is never above warning',
    items: [
      aWorkItem({ id: 'work_0', state: 'starting', createdAt: ago(9999), acknowledgedAt: ago(20) }),
      aWorkItem({ createdAt: ago(9000) }),
    ],
    expected: [['queue-stuck', 'warning', 'slow', 1]],
  },
  {
    name: 'a busy fleet is never above warning',
    items: [
      aWorkItem({ createdAt: ago(9000) }),
      anActiveItem(20, { createdAt: ago(9500), acknowledgedAt: ago(9400) }),
    ],
    overrides: { stats: NOBODY },
    expected: [['queue-stuck', 'warning', 'busy', 1]],
  },
  {
    name: 'a partial reading warns of what it saw, without a verdict',
    items: [aWorkItem({ createdAt: ago(9000) })],
    overrides: { completeness: 'partial' },
    expected: [['queue-stuck', 'warning', 'unknown', 1]],
  },
  {
    name: 'queue-stuck off',
    items: [aWorkItem({ createdAt: ago(9000) })],
    overrides: { stats: NOBODY },
    thresholds: { 'queue-stuck': level(null, null) },
    expected: [],
  },
  {
    name: 'queue-stuck with its warning off: capacity is never told, a stall is critical',
    items: [aWorkItem({ createdAt: ago(120) })],
    overrides: { stats: NOBODY },
    thresholds: { 'queue-stuck': level(null, 120) },
    expected: [['queue-stuck', 'critical', 'no-workers', 1]],
  },
  {
    name: 'a silence below 600 s means nothing while the beat is unknown',
    items: [anActiveItem(599)],
    expected: [],
  },
  {
    name: 'a silence of 600 s is critical',
    items: [anActiveItem(600)],
    expected: [['stale-heartbeat', 'critical', null, 1]],
  },
  {
    name: 'a silence past the warning of a known beat',
    items: [anActiveItem(120), anActiveItem(119)],
    thresholds: { 'stale-heartbeat': level(120, 600) },
    expected: [['stale-heartbeat', 'warning', null, 1]],
  },
  {
    name: 'acked work that never starts',
    items: [aWorkItem({ state: 'starting', createdAt: ago(400), acknowledgedAt: ago(300) })],
    expected: [['stuck-starting', 'warning', null, 1]],
  },
  {
    name: 'a stop that nobody confirms',
    items: [
      aWorkItem({
        state: 'stopping',
        createdAt: ago(4000),
        startedAt: ago(3000),
        stopRequestedAt: ago(1800),
      }),
    ],
    expected: [['stuck-stopping', 'critical', null, 1]],
  },
  {
    name: 'three bounced of six acked are half',
    items: [bounced(899), bounced(100), bounced(50), ranWell(), ranWell(), ranWell()],
    expected: [['work-bounced', 'warning', null, 3]],
  },
  {
    name: 'three bounced of seven acked are less than half',
    items: [bounced(899), bounced(100), bounced(50), ranWell(), ranWell(), ranWell(), ranWell()],
    expected: [],
  },
  { name: 'two bounced are below three', items: [bounced(100), bounced(50)], expected: [] },
  {
    name: 'bounced work older than 15 minutes is over',
    items: [bounced(901), bounced(100), bounced(50)],
    expected: [],
  },
  {
    name: 'a session that runs for hours is told only where configured',
    items: [anActiveItem(10, { startedAt: ago(7200) })],
    thresholds: { 'long-running': level(3600, 7200) },
    expected: [['long-running', 'critical', null, 1]],
  },
  {
    name: 'several conditions at once come in the order of the catalogue',
    items: [anActiveItem(700), aWorkItem({ createdAt: ago(1000) })],
    overrides: { stats: NOBODY },
    expected: [
      ['queue-stuck', 'critical', 'no-workers', 1],
      ['stale-heartbeat', 'critical', null, 1],
    ],
  },
];

describe('diagnose()', () => {
  it.each(ROWS)('$name', ({ items, overrides, thresholds, expected }) => {
    const { findings } = diagnoseReading(aReading(items, overrides), thresholds);

    expect(
      findings.map(({ condition, severity, reason, items: { length } }) => [
        condition,
        severity,
        reason,
        length,
      ]),
    ).toEqual(expected);
  });

  it('gives the evidence, since when, and the items with the instant they crossed the threshold', () => {
    const item = aWorkItem({ createdAt: ago(900) });

    const { findings } = diagnoseReading(aReading([item], { stats: NOBODY }));

    expect(findings).toEqual([
      {
        condition: 'queue-stuck',
        severity: 'critical',
        reason: 'no-workers',
        since: ago(900),
        items: [
          { id: item.id, sessionId: item.sessionId, state: 'queued', ageSeconds: 900, crossedAt: ago(600) },
        ],
        evidence: {
          depthCount: 1,
          oldestQueuedAgeSeconds: 900,
          acknowledgedLast300sCount: 0,
          pendingCount: 0,
          workersPollingCount: 0,
          freshHeartbeatCount: 0,
          activeCount: 0,
          startingCount: 0,
        },
      },
    ]);
  });

  it.each([
    ['ok', [aWorkItem()], 0],
    ['no-workers', [aWorkItem({ createdAt: ago(400) })], 4],
  ])('publishes the verdict %s as its code', (verdict, items, code) => {
    const diagnosis = diagnoseReading(aReading(items, { stats: NOBODY }));

    expect([diagnosis.verdict, diagnosis.metrics.QueueVerdict]).toEqual([verdict, code]);
  });

  it('publishes no verdict of a partial reading', () => {
    expect(diagnoseReading(aReading([], { completeness: 'partial' })).metrics).toEqual({});
  });

  it('still judges the queue from 300 s with queue-stuck off', () => {
    const reading = aReading([aWorkItem({ createdAt: ago(300) })], { stats: NOBODY });

    expect(diagnoseReading(reading, { 'queue-stuck': level(null, null) }).verdict).toBe('no-workers');
  });
});

describe('diagnose(), for conditions that need several runs', () => {
  it('tells an unreadable environment from the third failed run on, critical from the tenth', () => {
    let counters: RunCounters = EMPTY_STATE;
    const severities = Array.from({ length: 11 }, () => {
      const reading = aFailedReading();
      const { findings } = diagnoseReading(reading, {}, counters);
      const rules = someRules();
      counters = countRuns(counters, reading, measure(reading, { at: AT, previousAt: null }, rules), rules);
      return findings[0]?.severity ?? null;
    });

    expect(severities).toEqual([null, null, ...Array(7).fill('warning'), 'critical', 'critical']);
    expect(counters).toEqual({ ...EMPTY_COUNTERS, failedRunCount: 10, failingSince: AT });
  });

  it('counts a partial reading with an error as failed, and one whose walk goes on as none', () => {
    const counted = (reading: Reading) => {
      const rules = someRules();
      const before = { ...EMPTY_COUNTERS, failedRunCount: 2, failingSince: ago(120) };
      return countRuns(before, reading, measure(reading, { at: AT, previousAt: null }, rules), rules)
        .failedRunCount;
    };

    expect(counted(aFailedReading({ completeness: 'partial' }))).toBe(3);
    expect(counted(aReading([], { completeness: 'partial' }))).toBe(0);
  });

  it('tells a deep queue after five complete runs in a row; an incomplete one neither counts nor resets', () => {
    const thresholds = { 'queue-deep': level(2, 3) };
    const deep = aReading([aWorkItem(), aWorkItem()]);
    const readings = [deep, deep, deep, aFailedReading(), deep, deep, aReading([aWorkItem()])];
    let counters: RunCounters = EMPTY_STATE;
    const severities = readings.map((reading) => {
      const { findings } = diagnoseReading(reading, thresholds, counters);
      const rules = someRules(thresholds);
      counters = countRuns(counters, reading, measure(reading, { at: AT, previousAt: null }, rules), rules);
      return findings.find(({ condition }) => condition === 'queue-deep')?.severity ?? null;
    });

    expect(severities).toEqual([null, null, null, null, null, 'warning', null]);
  });
});

const EMPTY_COUNTERS: RunCounters = {
  failedRunCount: 0,
  failingSince: null,
  deepRunCounts: { warning: 0, critical: 0 },
};

describe('severityOf()', () => {
  const rank = (severity: Severity | null) => [null, 'warning', 'critical'].indexOf(severity);
  const levels = fc.option(fc.integer({ min: 1, max: 2000 }));

  it('never falls as the value grows', () => {
    fc.assert(
      fc.property(levels, levels, fc.nat(3000), fc.nat(3000), (warning, critical, value, more) => {
        const threshold = { warning, critical };
        expect(rank(severityOf(value + more, threshold))).toBeGreaterThanOrEqual(
          rank(severityOf(value, threshold)),
        );
      }),
    );
  });
});
