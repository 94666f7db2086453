import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type Severity } from '../../../contract/conditions.ts';
import { type Incidents, reconcile, withdraw } from '../../../lambda/judge/reconcile.ts';
import type { Subject } from '../../../lambda/judge/to-alert.ts';
import type { Alert, Finding, Incident } from '../../../lambda/model/incident.ts';
import { AT } from '../../support/a-work-item.ts';

const minute = (number: number) => new Date(AT.getTime() + number * 60_000);

/** Muted from minute 10 to minute 30. */
const SUBJECT: Subject = {
  id: 'env_a',
  environmentIds: ['env_a'],
  environmentName: 'nightly',
  thresholds: DEFAULT_THRESHOLDS,
  mute: [
    { from: minute(10).toISOString(), until: minute(30).toISOString(), conditions: ['stale-heartbeat'] },
  ],
};

const silent = (severity: Severity, itemCount: number): Finding => ({
  condition: 'stale-heartbeat',
  severity,
  reason: null,
  since: minute(-10),
  items: Array.from({ length: itemCount }, (_, index) => ({
    id: `work_${index}`,
    sessionId: null,
    state: 'active' as const,
    ageSeconds: 600,
    crossedAt: minute(index),
  })),
  evidence: {},
});

/** From which minute to before which the condition holds, with which severity and how many items. */
type Phase = readonly [from: number, until: number, severity: Severity, itemCount: number];

function play(
  phases: readonly Phase[],
  untilMinute = 60,
): { alerts: Alert[]; incidents: readonly Incident[] } {
  const alerts: Alert[] = [];
  let before: Incidents = { incidents: [], endedIncidents: [] };
  for (let number = 0; number < untilMinute; number++) {
    const findings = phases
      .filter(([from, until]) => number >= from && number < until)
      .map(([, , severity, itemCount]) => silent(severity, itemCount));
    const reading = { completeness: 'complete' as const, items: [], malformedCount: 0 };
    const step = reconcile(before, findings, reading, SUBJECT, minute(number));
    before = step;
    alerts.push(...step.alerts);
  }
  return { alerts, incidents: before.incidents };
}

const minuteOf = ({ at }: Alert) => (at.getTime() - AT.getTime()) / 60_000;

describe('reconcile() in a mute window', () => {
  it.each<[string, readonly Phase[], [number, string, Severity][]]>([
    ['what opens in it and lasts is told at its end', [[15, 60, 'warning', 1]], [[30, 'opened', 'warning']]],
    ['what opens and ends in it is never told', [[12, 20, 'warning', 1]], []],
    ['what ends just before its end is not told either', [[12, 28, 'warning', 1]], []],
    [
      'what comes back just after its end is told then',
      [
        [12, 28, 'warning', 1],
        [31, 60, 'warning', 1],
      ],
      [[31, 'opened', 'warning']],
    ],
    [
      'what was told before and is unchanged is not told again',
      [[5, 60, 'warning', 1]],
      [[5, 'opened', 'warning']],
    ],
    [
      'what became critical in it is told once at its end, even if it is better by then',
      [
        [5, 15, 'warning', 1],
        [15, 20, 'critical', 1],
        [20, 60, 'warning', 1],
      ],
      [
        [5, 'opened', 'warning'],
        [30, 'worsened', 'critical'],
      ],
    ],
    [
      'what opened and became critical in it is told once, as opened',
      [
        [12, 15, 'warning', 1],
        [15, 60, 'critical', 1],
      ],
      [[30, 'opened', 'critical']],
    ],
    [
      'what grew in it is told once at its end',
      [
        [5, 12, 'warning', 1],
        [12, 60, 'warning', 9],
      ],
      [
        [5, 'opened', 'warning'],
        [30, 'grew', 'warning'],
      ],
    ],
    [
      'what was told before and ended in it resolves at its end',
      [[5, 15, 'warning', 1]],
      [
        [5, 'opened', 'warning'],
        [30, 'resolved', 'warning'],
      ],
    ],
    [
      'what ended before it resolves before it',
      [[0, 3, 'warning', 1]],
      [
        [0, 'opened', 'warning'],
        [8, 'resolved', 'warning'],
      ],
    ],
  ])('%s', (_, phases, expected) => {
    const { alerts } = play(phases);

    expect(alerts.map((alert) => [minuteOf(alert), alert.change, alert.severity])).toEqual(expected);
  });

  it('numbers its messages as if there had been no window, and says when it opened', () => {
    const [opened] = play([[15, 60, 'warning', 3]]).alerts;

    expect(opened).toMatchObject({
      messageId: 'env_a.stale-heartbeat.20261124T121500Z.1',
      openedAt: minute(15),
      at: minute(30),
      itemCount: 3,
      newItemCount: 3,
    });
  });

  it('reminds of nothing that was never told, though it cannot be said to be over', () => {
    const { incidents } = play([[15, 16, 'warning', 1]], 16);
    const uncertain = { completeness: 'complete' as const, items: [], malformedCount: 1 };

    const later = reconcile({ incidents, endedIncidents: [] }, [], uncertain, SUBJECT, minute(15 + 240));

    expect(later.alerts).toEqual([]);
    expect(later.incidents).toEqual(incidents);
  });

  it('tells other conditions as ever', () => {
    const finding: Finding = { ...silent('warning', 1), condition: 'stuck-starting' };
    const { alerts } = reconcile(
      { incidents: [], endedIncidents: [] },
      [finding],
      { completeness: 'complete', items: [], malformedCount: 0 },
      SUBJECT,
      minute(20),
    );

    expect(alerts.map(({ change }) => change)).toEqual(['opened']);
  });
});

describe('withdraw() in a mute window', () => {
  it('keeps what was told until its end, and forgets what was not', () => {
    const told = play([[5, 60, 'warning', 1]], 20).incidents;
    const untold = play([[15, 60, 'warning', 1]], 20).incidents;

    expect(withdraw(told, 'archived', SUBJECT, minute(20))).toEqual({ incidents: told, alerts: [] });
    expect(withdraw(untold, 'archived', SUBJECT, minute(20))).toEqual({ incidents: [], alerts: [] });
    expect(withdraw(told, 'archived', SUBJECT, minute(30)).alerts.map(({ change }) => change)).toEqual([
      'withdrawn',
    ]);
  });
});
