import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { toTable } from '../../local/text/markdown-table.ts';
import { type Minutes, playBurnAlarm } from './support/burn-alarms.ts';
import { changesOf } from './support/changes-of.ts';
import { bodyOf } from './support/dashboard-references.ts';
import { evaluateMath } from './support/metric-math.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from './support/synthesize-monitor.ts';

const withTarget = (target: number): TemplateJson =>
  synthesizeMonitor({ slo: { pickupSeconds: 60, target }, runbookUrl: 'https://example.com/runbook' });
const template = withTarget(0.95);
const TARGETS = [0.9, 0.95, 0.99, 0.999];
const templates = new Map(TARGETS.map((target) => [target, withTarget(target)]));

const propertiesOf = (type: string, idPart: string) => resourceOf(template, type, idPart).Properties;
const repeat = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);

it('an objective is synthesized without a warning', () => {
  synthesizeMonitor({ slo: { pickupSeconds: 60, target: 0.95, applicationSignals: true } }, (_app, stack) => {
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('the alarms of an objective', () => {
  it('are two, each of a long and a short window, and there are none without', () => {
    const partsOf = (name: string) =>
      resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
        if (!id.includes(`Pickups${name}`)) return [];
        const metrics = Properties.Metrics as { Expression?: string; MetricStat?: { Period: number } }[];
        return [`${metrics[0]?.Expression} >= ${Properties.Threshold} | ${metrics[1]?.MetricStat?.Period}`];
      });

    expect([...partsOf('Fast'), ...partsOf('Slow')]).toEqual([
      'IF(beyond >= 5, beyond / (within + beyond) / 0.05, 0) >= 14.4 | 3600',
      'beyond / (within + beyond) / 0.05 >= 14.4 | 300',
      'IF(beyond >= 5, beyond / (within + beyond) / 0.05, 0) >= 6 | 21600',
      'beyond / (within + beyond) / 0.05 >= 6 | 1800',
    ]);
    expect(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm')).toHaveLength(2);
    const without = Object.values(synthesizeMonitor().Resources).map(({ Type }) => Type);
    expect(without.filter((type) => /CompositeAlarm|ApplicationSignals/.test(type))).toEqual([]);
  });

  it.each(['Fast', 'Slow'])(
    '%s tells what happened, what to do, and whom, only when both windows say so',
    (name) => {
      const { AlarmRule, ...told } = propertiesOf('AWS::CloudWatch::CompositeAlarm', `Pickups${name}`);
      const windows = ['Long', 'Short'].map((window) => ({
        'Fn::GetAtt': [resourceOf(template, 'AWS::CloudWatch::Alarm', `Pickups${name}${window}`).id, 'Arn'],
      }));

      expect(AlarmRule).toEqual({
        'Fn::Join': ['', ['(ALARM("', windows[0], '") AND ALARM("', windows[1], '"))']],
      });
      expect(told).toMatchObject({
        AlarmActions: [{ Ref: resourceOf(template, 'AWS::SNS::Topic', 'Health').id }],
        AlarmDescription: expect.stringMatching(
          /^Qoder work queue monitor default: over .+ What to do: .+ More: https:\/\/example\.com\/runbook#pickups-late$/,
        ),
      });
      expect(told.OKActions).toBeUndefined();
      // One of CloudFormation's, so that an app can be deployed twice.
      expect(told.AlarmName).toBeUndefined();
      expect(String(told.AlarmDescription).length).toBeLessThanOrEqual(1024);
    },
  );

  it('tell nobody by their windows, of which the long one reads silence as OK, and the short one as nothing new', () => {
    const windows = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([id]) => id.includes('Pickups'));

    expect(windows).toHaveLength(4);
    for (const [id, { Properties }] of windows) {
      expect(Properties).toMatchObject(
        id.includes('Long')
          ? { TreatMissingData: 'notBreaching', EvaluationPeriods: 1 }
          : { TreatMissingData: 'ignore', EvaluationPeriods: 3, DatapointsToAlarm: 1 },
      );
      expect(Properties.AlarmActions).toBeUndefined();
    }
  });

  it('say in numbers how much was late, and how long the budget lasts at this rate', () => {
    const sentenceOf = (name: string) =>
      /: (.+) What to do/.exec(
        String(propertiesOf('AWS::CloudWatch::CompositeAlarm', name).AlarmDescription),
      )?.[1];

    expect(sentenceOf('PickupsFast')).toBe(
      'over 1 hour, and over its last 5 minutes, at least 72 % of the items were not picked up in time. At this rate an error budget for 28 days lasts 1.9 days.',
    );
    expect(sentenceOf('PickupsSlow')).toBe(
      'over 6 hours, and over its last 30 minutes, at least 30 % of the items were not picked up in time. At this rate an error budget for 28 days lasts 4.7 days.',
    );
  });

  it.each(TARGETS)('can fire with a target of %d: less than all late is enough', (target) => {
    const ofTarget = templates.get(target) ?? template;
    for (const [, { Properties }] of resourcesOf(ofTarget, 'AWS::CloudWatch::Alarm')) {
      if (Properties.Metrics === undefined) continue;
      expect(Number(Properties.Threshold) * (1 - target)).toBeLessThanOrEqual(0.8 + 1e-9);
    }
  });
});

/** So many items come in each minute; from the outage on all of them are late, with the last ones before it in time. */
const DAY = 24 * 60;
function anOutage(itemsEvery: number, lateShare = 1, outageMinutes = DAY): Minutes {
  const before = 2 * DAY;
  const counts = Array.from({ length: before + outageMinutes + DAY }, (_, minute) =>
    itemsEvery >= 1 ? itemsEvery : minute % Math.round(1 / itemsEvery) === 0 ? 1 : 0,
  );
  const lateIn = (minute: number) =>
    minute >= before && minute < before + outageMinutes ? (counts[minute] ?? 0) * lateShare : 0;
  return {
    within: counts.map((count, minute) => count - lateIn(minute)),
    beyond: counts.map((_, minute) => lateIn(minute)),
  };
}

const firedAfter = (ofTarget: TemplateJson, name: 'Fast' | 'Slow', minutes: Minutes): number | null => {
  const states = playBurnAlarm(ofTarget, name, minutes, 0);
  const at = states.indexOf('ALARM');
  return at === -1 ? null : at + 1 - 2 * DAY;
};

describe('an outage', () => {
  const SHARES = [1, 0.5, 0.1];
  const rows = TARGETS.flatMap((target) =>
    SHARES.map((share) => {
      const ofTarget = templates.get(target) ?? template;
      const minutesTo = (name: 'Fast' | 'Slow') => firedAfter(ofTarget, name, anOutage(1, share));
      return [target, share, minutesTo('Fast'), minutesTo('Slow')] as const;
    }),
  );
  const table = toTable(
    ['target', 'late', 'fast alarm after', 'slow alarm after'],
    rows.map(([target, share, ...after]) => [
      `${100 * target} %`,
      `${100 * share} %`,
      ...after.map((minutes) => (minutes === null ? 'never' : `${minutes} min`)),
    ]),
  );

  it('is told as soon as docs/objective.md says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/objective.md'), 'utf8');

    expect(page).toContain(table);
  });

  it.each([0, 2, 5])(
    'ends with its cause: minutes after the last late item, looking back %i points further',
    (extra) => {
      const minutes = anOutage(2, 1, 120);
      const changes = changesOf(playBurnAlarm(template, 'Fast', minutes, extra));
      const start = 2 * DAY;

      expect(changes).toEqual(['0: OK', `${start + 43}: ALARM`, `${start + 131}: OK`]);
    },
  );

  it.each<['Fast' | 'Slow', number, number]>([
    ['Fast', 1, 360],
    ['Fast', 6, 360],
    ['Fast', 10, 360],
    ['Fast', 12, 720],
    ['Slow', 45, DAY],
    ['Slow', 60, DAY],
  ])(
    'is one alarm of %s where all items are late, one in %i minutes: until one is in time again',
    (name, everyMinutes, outageMinutes) => {
      for (const extra of [0, 2, 5]) {
        const changes = changesOf(
          playBurnAlarm(template, name, anOutage(1 / everyMinutes, 1, outageMinutes), extra),
        );

        expect(changes).toEqual(['0: OK', expect.stringMatching(/ALARM$/), expect.stringMatching(/OK$/)]);
        const endedAt = Number(changes[2]?.split(':')[0]) - (2 * DAY + outageMinutes);
        expect(endedAt).toBeLessThanOrEqual(Math.max(everyMinutes, name === 'Fast' ? 15 : 90));
      }
    },
  );

  it('is over once its long window has seen nothing of it, where no item comes any more', () => {
    const { within, beyond } = anOutage(1 / 6, 1, 120);
    const end = 2 * DAY + 120;
    const silent = (series: readonly (number | null)[]) =>
      series.map((count, minute) => (minute < end ? count : 0));
    const changes = changesOf(
      playBurnAlarm(template, 'Fast', { within: silent(within), beyond: silent(beyond) }, 0),
    );

    expect(changes).toHaveLength(3);
    expect(Number(changes[2]?.split(':')[0]) - end).toBeLessThanOrEqual(60);
  });

  it('of the monitor itself, or of the API, fires nothing', () => {
    const silence = repeat(null, 12 * 60);
    const calm = repeat(1, 12 * 60);
    const minutes = {
      within: [...calm, ...silence, ...calm],
      beyond: [...calm.map(() => 0), ...silence, ...calm.map(() => 0)],
    };

    for (const name of ['Fast', 'Slow'] as const)
      for (const extra of [0, 2, 5])
        expect(changesOf(playBurnAlarm(template, name, minutes, extra))).toEqual(['0: OK']);
  });
});

describe('a quiet night', () => {
  /** Nothing comes but these, all of them late. */
  const aNight = (lateMinutes: readonly number[]): Minutes => ({
    within: repeat(0, DAY),
    beyond: repeat(0, DAY).map((_, minute) => lateMinutes.filter((late) => late === minute).length),
  });

  it.each(TARGETS)('with four late items and no other wakes nobody, with a target of %d', (target) => {
    const ofTarget = templates.get(target) ?? template;
    for (const late of [[200], [200, 201], [200, 200, 200, 200], [100, 200, 300, 400]])
      for (const name of ['Fast', 'Slow'] as const)
        expect(changesOf(playBurnAlarm(ofTarget, name, aNight(late), 0))).toEqual(['0: OK']);
  });

  it('with a fifth one within the hour does', () => {
    const night = aNight([200, 210, 220, 230, 240]);

    expect(changesOf(playBurnAlarm(template, 'Fast', night, 0))).toEqual(['0: OK', '240: ALARM', '260: OK']);
  });
});

describe('the error budget on the dashboard', () => {
  const widget = bodyOf(template).widgets.find(({ properties }) =>
    /Error budget/.test(String(properties.title)),
  );
  const [[expression] = []] = (widget?.properties.metrics ?? []) as [{ expression: string }][];
  const leftOf = (minutes: Minutes) =>
    evaluateMath(expression?.expression ?? '', { within: minutes.within, beyond: minutes.beyond });

  it('is of 28 days, whatever time the dashboard shows, by the hour', () => {
    expect(widget?.properties).toMatchObject({
      title: 'Error budget left of 28 days, % (target 95 %)',
      start: '-P28D',
      period: 3600,
    });
  });

  it.each<[string, Minutes, (number | null)[]]>([
    ['stays whole while nothing is late', { within: [10, 10], beyond: [0, 0] }, [100, 100]],
    [
      'falls with what is late, and never rises',
      { within: [19, 20, 20, 20], beyond: [1, 0, 0, 0] },
      [75, 75, 75, 75],
    ],
    ['is spent when as much is late as may be', { within: [50, 45], beyond: [0, 5] }, [100, 0]],
    ['is below zero when more is', { within: [10, 0], beyond: [0, 10] }, [100, -900]],
    ['goes through gaps', { within: [95, null, null], beyond: [2.5, null, 2.5] }, [50, 50, 0]],
  ])('%s', (_, minutes, left) => {
    const values = leftOf(minutes);

    expect(Array.isArray(values) && values.map((value) => Number(value?.toFixed(6)))).toEqual(left);
  });
});

describe('the service level objective of Application Signals', () => {
  const asked = synthesizeMonitor({ slo: { pickupSeconds: 60, target: 0.999, applicationSignals: true } });

  it('is there where it is asked for, and reckons with what was counted', () => {
    const { Properties } = resourceOf(asked, 'AWS::ApplicationSignals::ServiceLevelObjective');
    const metric = (id: string, MetricName: string, ReturnData: boolean) => ({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: 'Qoder/WorkQueue',
          MetricName,
          Dimensions: [{ Name: 'Monitor', Value: 'default' }],
        },
        Period: 60,
        Stat: 'Sum',
      },
      ReturnData,
    });

    expect(resourcesOf(template, 'AWS::ApplicationSignals::ServiceLevelObjective')).toEqual([]);
    expect(Properties).toEqual({
      Name: 'Qoder default pickups',
      Description: 'Work items picked up within 60 s of their creation',
      Goal: {
        AttainmentGoal: 99.9,
        Interval: { RollingInterval: { Duration: 28, DurationUnit: 'DAY' } },
      },
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: [
            metric('within', 'PickupsWithinObjective', false),
            metric('beyond', 'PickupsBeyondObjective', false),
            { Id: 'all', Expression: 'within + beyond', ReturnData: true },
          ],
          MonitoredRequestCountMetric: { BadCountMetric: [metric('beyond', 'PickupsBeyondObjective', true)] },
        },
      },
    });
  });
});
