import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type Severity } from '../../../contract/conditions.ts';
import { type Incidents, reconcile, withdraw } from '../../../lambda/judge/reconcile.ts';
import type { Subject } from '../../../lambda/judge/to-alert.ts';
import type { Alert, Finding, FindingItem, Incident } from '../../../lambda/model/incident.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, aWorkItem } from '../../support/a-work-item.ts';

const SUBJECT: Subject = {
  id: 'env_a',
  environmentIds: ['env_a'],
  environmentName: 'nightly',
  thresholds: DEFAULT_THRESHOLDS,
  mute: [],
};

const minute = (number: number) => new Date(AT.getTime() + number * 60_000);

const item = (id: string, crossedMinute: number): FindingItem => ({
  id,
  sessionId: null,
  state: 'active',
  ageSeconds: 600,
  crossedAt: minute(crossedMinute),
});

const silent = (items: readonly FindingItem[], severity: Severity = 'warning'): Finding => ({
  condition: 'stale-heartbeat',
  severity,
  reason: null,
  since: minute(-10),
  items,
  evidence: { silentCount: items.length },
});

/** One run of a timeline: what holds, and how much was read. */
interface Run {
  readonly minute: number;
  readonly findings?: readonly Finding[];
  readonly completeness?: Reading['completeness'];
  readonly items?: readonly WorkItem[];
  readonly malformedCount?: number;
}

function play(runs: readonly Run[]): { alerts: Alert[]; incidents: readonly Incident[] } {
  const alerts: Alert[] = [];
  let before: Incidents = { incidents: [], endedIncidents: [] };
  for (const {
    minute: number,
    findings = [],
    completeness = 'complete',
    items = [],
    malformedCount = 0,
  } of runs) {
    const step = reconcile(
      before,
      findings,
      { completeness, items, malformedCount },
      SUBJECT,
      minute(number),
    );
    before = step;
    alerts.push(...step.alerts);
  }
  return { alerts, incidents: before.incidents };
}

const told = (runs: readonly Run[]) =>
  play(runs).alerts.map(({ at, change }) => [(at.getTime() - AT.getTime()) / 60_000, change]);
const every = (from: number, to: number, run: Omit<Run, 'minute'>): Run[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ ...run, minute: from + index }));

const ONE = { findings: [silent([item('work_1', -1)])] };

describe('reconcile()', () => {
  it('opens an incident in the first run in which its condition holds, and then keeps quiet', () => {
    expect(told(every(0, 60, ONE))).toEqual([[0, 'opened']]);
  });

  it('tells whole facts, with ids that a repetition would share', () => {
    expect(play([{ minute: 0, ...ONE }]).alerts).toEqual([
      {
        messageId: 'env_a.stale-heartbeat.20261124T120000Z.1',
        incidentId: 'env_a.stale-heartbeat.20261124T120000Z',
        environmentIds: ['env_a'],
        environmentName: 'nightly',
        condition: 'stale-heartbeat',
        severity: 'warning',
        change: 'opened',
        reason: null,
        at: minute(0),
        openedAt: minute(0),
        since: minute(-10),
        ending: null,
        items: [item('work_1', -1)],
        itemCount: 1,
        newItemCount: 1,
        evidence: { silentCount: 1 },
        threshold: { warning: null, critical: 600 },
      },
    ]);
  });

  it('worsens once, and severity never falls within an incident', () => {
    const runs = [
      { minute: 0, ...ONE },
      { minute: 1, findings: [silent([item('work_1', -1)], 'critical')] },
      { minute: 2, ...ONE },
      { minute: 3, findings: [silent([item('work_1', -1)], 'critical')] },
    ];

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [1, 'worsened'],
    ]);
    expect(play(runs).incidents[0]?.severity).toBe('critical');
  });

  it('tells the first new item at once, as a fault of its own', () => {
    const runs = [
      { minute: 0, ...ONE },
      { minute: 5, findings: [silent([item('work_1', -1), item('work_2', 5)])] },
    ];

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [5, 'grew'],
    ]);
    expect(play(runs).alerts[1]).toMatchObject({ itemCount: 2, newItemCount: 1 });
  });

  it('takes what follows within two minutes for the same fault: a host does not fall silent at once', () => {
    const two = { findings: [silent([item('work_1', -1), item('work_2', 2)])] };

    expect(told([{ minute: 0, ...ONE }, ...every(2, 30, two)])).toEqual([
      [0, 'opened'],
      [15, 'grew'],
    ]);
  });

  it('tells more and more items after 15, 30, 60 and 120 minutes', () => {
    const runs = every(0, 300, {}).map(({ minute: number }) => ({
      minute: number,
      findings: [silent(Array.from({ length: number + 1 }, (_, index) => item(`work_${index}`, index)))],
    }));

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [3, 'grew'],
      [18, 'grew'],
      [48, 'grew'],
      [108, 'grew'],
      [228, 'grew'],
    ]);
  });

  it('does not grow when an item merely takes the place of another that was told', () => {
    const runs = [
      { minute: 0, findings: [silent([item('work_1', -1)])] },
      { minute: 20, findings: [silent([item('work_1', -1)])] },
    ];

    expect(told(runs)).toEqual([[0, 'opened']]);
  });

  it('reminds every four hours since the last message', () => {
    expect(told([0, 239, 240, 241, 479, 480].map((number) => ({ minute: number, ...ONE })))).toEqual([
      [0, 'opened'],
      [240, 'reminded'],
      [480, 'reminded'],
    ]);
  });

  it('resolves after five minutes in which every complete run was clear', () => {
    expect(told([{ minute: 0, ...ONE }, ...every(1, 6, {})])).toEqual([
      [0, 'opened'],
      [6, 'resolved'],
    ]);
  });

  it('needs two clear runs, however far apart', () => {
    expect(told([{ minute: 0, ...ONE }, { minute: 30 }])).toEqual([[0, 'opened']]);
    expect(told([{ minute: 0, ...ONE }, { minute: 30 }, { minute: 35 }])).toEqual([
      [0, 'opened'],
      [35, 'resolved'],
    ]);
  });

  it('counts five minutes anew where a clock that was wrong once said when it began to be clear', () => {
    expect(told([{ minute: 0, ...ONE }, { minute: 100 }, ...every(1, 6, {})])).toEqual([
      [0, 'opened'],
      [6, 'resolved'],
    ]);
  });

  it('stays one incident while it flaps within five minutes', () => {
    const runs = [
      { minute: 0, ...ONE },
      ...every(1, 5, {}),
      { minute: 6, ...ONE },
      ...every(7, 11, {}),
      { minute: 12 },
    ];

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [12, 'resolved'],
    ]);
  });

  it.each(['partial', 'failed'] as const)('never resolves by a %s reading', (completeness) => {
    expect(told([{ minute: 0, ...ONE }, ...every(1, 60, { completeness })])).toEqual([[0, 'opened']]);
  });

  it('opens and worsens by a partial reading, but does not grow', () => {
    const runs = [
      { minute: 0, ...ONE, completeness: 'partial' as const },
      {
        minute: 1,
        findings: [silent([item('work_1', -1), item('work_2', 1)])],
        completeness: 'partial' as const,
      },
      { minute: 2, findings: [silent([item('work_1', -1)], 'critical')], completeness: 'partial' as const },
    ];

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [2, 'worsened'],
    ]);
  });

  it('is the same incident when it returns within an hour, and told at most once an hour', () => {
    const runs = [
      { minute: 0, ...ONE },
      ...every(1, 6, {}),
      { minute: 10, ...ONE },
      ...every(11, 20, {}),
      ...every(30, 70, ONE),
      ...every(71, 76, {}),
    ];

    expect(told(runs)).toEqual([
      [0, 'opened'],
      [6, 'resolved'],
      [66, 'opened'],
      [76, 'resolved'],
    ]);
    expect(new Set(play(runs).alerts.map(({ incidentId }) => incidentId)).size).toBe(1);
  });

  it('is another incident an hour after its end was told, however often it came back quietly', () => {
    const runs = [
      { minute: 0, ...ONE },
      ...every(1, 6, {}),
      { minute: 40, ...ONE },
      ...every(41, 50, {}),
      { minute: 67, ...ONE },
    ];

    expect(play(runs).alerts.map(({ incidentId, change }) => `${incidentId.slice(-7)} ${change}`)).toEqual([
      '120000Z opened',
      '120000Z resolved',
      '130700Z opened',
    ]);
  });

  it('tells at once what returns as critical', () => {
    const critical = { findings: [silent([item('work_1', -1)], 'critical')] };

    expect(told([{ minute: 0, ...ONE }, ...every(1, 6, {}), { minute: 10, ...critical }])).toEqual([
      [0, 'opened'],
      [6, 'resolved'],
      [10, 'opened'],
    ]);
  });

  it.each([
    ['other items', 7, { findings: [silent([item('work_2', 7)])] }],
    ['the same after an hour', 66, ONE],
  ])('opens a new incident for %s', (_, minuteOfReturn, run) => {
    const { alerts } = play([{ minute: 0, ...ONE }, ...every(1, 6, {}), { minute: minuteOfReturn, ...run }]);

    expect(alerts.map(({ change }) => change)).toEqual(['opened', 'resolved', 'opened']);
    expect(new Set(alerts.map(({ incidentId }) => incidentId)).size).toBe(2);
  });

  it.each([
    ['recovered', [aWorkItem({ id: 'work_1', state: 'active' })]],
    ['stopped', [aWorkItem({ id: 'work_1', state: 'stopped' })]],
    ['no-longer-listed', []],
  ])('says in the end that the items %s', (ending, items) => {
    const { alerts } = play([{ minute: 0, ...ONE }, ...every(1, 6, { items })]);

    expect(alerts.at(-1)).toMatchObject({ change: 'resolved', ending });
  });

  it.each<[string, Partial<Run>]>([
    ['gone while rows cannot be read', { malformedCount: 1 }],
    ['in a state this version does not know', { items: [aWorkItem({ id: 'work_1', state: 'other' })] }],
  ])('does not resolve while its item is %s', (_name, run) => {
    expect(told([{ minute: 0, ...ONE }, ...every(1, 60, run)])).toEqual([[0, 'opened']]);
  });

  it('resolves although rows cannot be read, where its own item is seen to be well', () => {
    const items = [aWorkItem({ id: 'work_1', state: 'active' })];

    expect(told([{ minute: 0, ...ONE }, ...every(1, 6, { items, malformedCount: 1 })]).at(-1)).toEqual([
      6,
      'resolved',
    ]);
  });

  it.each([
    ['asked to stop, and no heartbeat came', 'stopping', -10, ['opened', 'reminded']],
    ['no longer past its level, and no heartbeat came', 'active', -10, ['opened', 'reminded']],
    ['beating again', 'active', 1, ['opened', 'resolved']],
    ['over', 'stopped', -10, ['opened', 'resolved']],
  ] as const)('reminds of a silent item, or ends with it: %s', (_name, state, beatMinute, changes) => {
    const items = [aWorkItem({ id: 'work_1', state, latestHeartbeatAt: minute(beatMinute) })];

    const { alerts } = play([{ minute: 0, ...ONE }, ...every(1, 241, { items })]);

    expect(alerts.map(({ change }) => change)).toEqual(changes);
  });

  it('ends what was seen to be over, although its row has gone since and others cannot be read', () => {
    const seen = { items: [aWorkItem({ id: 'work_1', state: 'stopped' })] };
    const runs = [{ minute: 0, ...ONE }, { minute: 1, ...seen }, ...every(2, 6, { malformedCount: 1 })];

    expect(play(runs).alerts.at(-1)).toMatchObject({ change: 'resolved', ending: 'stopped' });
  });

  it('counts queued work that was taken as recovered, even if it is over by now', () => {
    const stuck: Finding = {
      ...silent([item('work_1', -1)]),
      condition: 'queue-stuck',
      reason: 'no-workers',
    };
    const items = [aWorkItem({ id: 'work_1', state: 'stopped', acknowledgedAt: minute(1) })];

    const { alerts } = play([{ minute: 0, findings: [stuck] }, ...every(1, 6, { items })]);

    expect(alerts.at(-1)).toMatchObject({ change: 'resolved', ending: 'recovered' });
  });
});

describe('withdraw()', () => {
  it('ends every incident with its reason', () => {
    const { incidents } = play([{ minute: 0, ...ONE }]);

    const withdrawn = withdraw(incidents, 'not-configured', SUBJECT, minute(1));

    expect(withdrawn.incidents).toEqual([]);
    expect(withdrawn.alerts.map(({ change, ending, messageId }) => [change, ending, messageId])).toEqual([
      ['withdrawn', 'not-configured', 'env_a.stale-heartbeat.20261124T120000Z.2'],
    ]);
  });
});

describe('reconcile(), for any timeline', () => {
  const run = fc.record({
    holds: fc.constantFrom<readonly Severity[]>([], ['warning'], ['critical']),
    completeness: fc.constantFrom<Reading['completeness']>('complete', 'complete', 'partial', 'failed'),
    itemCount: fc.integer({ min: 1, max: 5 }),
  });
  const timelines = fc.array(run, { maxLength: 120 }).map((runs) =>
    runs.map(({ holds, completeness, itemCount }, index): Run => {
      const items = Array.from({ length: itemCount }, (_, number) => item(`work_${number}`, index - number));
      const findings = completeness === 'failed' ? [] : holds.map((severity) => silent(items, severity));
      return { minute: index, completeness, findings };
    }),
  );

  it('tells opened first, an end last, and gives every message an id of its own', () => {
    fc.assert(
      fc.property(timelines, (runs) => {
        const { alerts, incidents } = play(runs);
        const ids = alerts.map(({ messageId }) => messageId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of new Set(alerts.map(({ incidentId }) => incidentId))) {
          const changes = alerts.filter(({ incidentId }) => incidentId === id).map(({ change }) => change);
          // What returns is told as opened again, and only after its end.
          const ends = changes.filter((change) => change === 'opened' || change === 'resolved');
          expect(ends).toEqual(ends.map((_, index) => (index % 2 === 0 ? 'opened' : 'resolved')));
          expect(changes[0]).toBe('opened');
          const isTold = incidents.some((incident) => incident.id === id && !incident.isReturnUntold);
          expect(changes.at(-1) === 'resolved').toBe(!isTold);
        }
      }),
    );
  });

  it('never lowers the highest severity within an incident', () => {
    fc.assert(
      fc.property(timelines, (runs) => {
        const { alerts } = play(runs);
        for (const id of new Set(alerts.map(({ incidentId }) => incidentId))) {
          const highest = alerts
            .filter(({ incidentId }) => incidentId === id)
            .map(({ severity, highestSeverity = severity }) => highestSeverity);
          expect(highest.lastIndexOf('warning')).toBeLessThan(
            highest.includes('critical') ? highest.indexOf('critical') : highest.length,
          );
        }
      }),
    );
  });
});
