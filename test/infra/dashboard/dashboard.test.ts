import { describe, expect, it } from 'vitest';
import { isPublished, type MetricDefinition } from '../../../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../../contract/metrics.ts';
import {
  bodyOf,
  type MetricReference,
  referenceOfExpression,
  referencesOf,
} from '../support/dashboard-references.ts';
import { withParameters } from '../support/plain-template.ts';
import { findFault } from '../support/published-metrics.ts';
import { arnOf } from '../support/resolve-template.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from '../support/synthesize-monitor.ts';

const SLO = { pickupSeconds: 60, target: 0.95 };
const essential = synthesizeMonitor({ environmentNames: { env_b: 'Production' }, queueAlarms: true });
const full = synthesizeMonitor({ environments: 'all', metrics: 'full' });
const lean = synthesizeMonitor({ metrics: 'lean' });

const textsOf = (template: TemplateJson) =>
  bodyOf(template).widgets.flatMap(({ properties: { title, markdown } }) =>
    [title, markdown].filter(Boolean).map(String),
  );

function alarmReferences(template: TemplateJson): MetricReference[] {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([, { Properties: alarm }]) => {
    const [expression, ...metrics] = (alarm.Metrics ?? []) as readonly AlarmMetric[];
    if (expression === undefined)
      return [toReference(alarm as unknown as WireMetric, String(alarm.Statistic))];
    if (metrics.length === 0) return [referenceOfExpression(String(expression.Expression))];
    return metrics.flatMap(({ MetricStat }) =>
      MetricStat === undefined ? [] : [toReference(MetricStat.Metric, MetricStat.Stat)],
    );
  });
}

interface WireMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string }[];
}

interface AlarmMetric {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: WireMetric; readonly Stat: string };
}

const toReference = (
  { Namespace, MetricName, Dimensions }: WireMetric,
  statistic: string,
): MetricReference => ({
  namespace: Namespace,
  metricName: MetricName,
  dimensionNames: Dimensions.map(({ Name }) => Name),
  statistic,
});

describe.each([
  { choice: 'lean', template: lean },
  { choice: 'essential', template: essential },
  { choice: 'full', template: full },
  { choice: 'lean', template: synthesizeMonitor({ metrics: 'lean', sessionsPerWorker: 1, slo: SLO }) },
  { choice: 'essential', template: synthesizeMonitor({ slo: SLO }) },
  { choice: 'essential', template: withParameters() },
] as const)('dashboard and alarms with $choice metrics', ({ choice, template }) => {
  const shown = bodyOf(template).widgets.flatMap(referencesOf);

  it('refer to nothing that the Lambda does not publish', () => {
    const faults = [...shown, ...alarmReferences(template)].flatMap((reference) => {
      const fault = findFault(reference, choice);
      return fault === null ? [] : [{ ...reference, fault }];
    });

    expect(faults).toEqual([]);
  });

  it('show every metric that is published', () => {
    const ofEnvironments = Object.entries<MetricDefinition>(ENVIRONMENT_METRICS)
      .filter(([, definition]) => definition.setting === undefined && isPublished(definition, choice))
      .map(([name]) => name);
    const published = [...ofEnvironments, ...Object.keys(MONITOR_METRICS)];
    const names = new Set(shown.map(({ metricName }) => metricName));

    expect(published.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('findFault()', () => {
  const base = {
    namespace: 'Qoder/WorkQueue',
    dimensionNames: ['Monitor', 'EnvironmentId'],
    statistic: 'Maximum',
  };

  it.each([
    { name: 'a metric that was renamed', reference: { ...base, metricName: 'QueueLength' } },
    {
      name: 'a metric of another namespace',
      reference: { ...base, namespace: 'Qoder', metricName: 'QueueDepth' },
    },
    {
      name: 'a missing dimension',
      reference: { ...base, metricName: 'QueueDepth', dimensionNames: ['Monitor'] },
    },
    { name: 'a percentile of a gauge', reference: { ...base, metricName: 'QueueDepth', statistic: 'p90' } },
    { name: 'a metric that is not published', reference: { ...base, metricName: 'TimeToDrain' } },
    {
      name: 'an unknown metric of Lambda',
      reference: { ...base, namespace: 'AWS/Lambda', metricName: 'Crashes' },
    },
  ])('sees $name', ({ reference }) => {
    expect(findFault(reference, 'essential')).not.toBeNull();
  });
});

describe('dashboard', () => {
  it('draws from the log every essential metric that lean ones leave out', () => {
    const queries = bodyOf(lean)
      .widgets.filter(({ type }) => type === 'log')
      .map(({ properties: { query } }) => String(query))
      .filter((query) => query.includes('message = "environment"'));
    const leftOut = Object.entries<MetricDefinition>(ENVIRONMENT_METRICS)
      .filter(([, definition]) => definition.essential && !isPublished(definition, 'lean'))
      .map(([name]) => name);

    expect(leftOut.filter((name) => !queries.some((query) => query.includes(name)))).toEqual([]);
  });

  it.each([
    ['essential', essential],
    ['lean', lean],
  ])('answers the questions in their order, with %s metrics', (_, template) => {
    const questions = [
      'Is anything stuck, where, and since when',
      'Is the monitor alive',
      'Why? Open incidents',
      'Where does work wait',
      'For how long',
      'Since when',
      'Is it draining',
      'Are workers alive',
      'The monitor itself',
    ];
    const texts = textsOf(template);
    const positions = questions.map((question) => texts.findIndex((text) => text.includes(question)));

    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
  });

  it.each([
    {
      name: 'configured environments by name, ids where there is none',
      template: essential,
      expected: {
        defaultValue: 'env_a',
        values: [
          { value: 'env_a', label: 'env_a' },
          { value: 'env_b', label: 'Production' },
        ],
      },
    },
    {
      name: 'discovered environments',
      template: full,
      expected: {
        defaultValue: '__FIRST',
        search: '{Qoder/WorkQueue,Monitor,EnvironmentId} MetricName="QueueDepth" Monitor="default"',
        populateFrom: 'EnvironmentId',
      },
    },
  ])('has a menu of $name', ({ template, expected }) => {
    expect(bodyOf(template).variables).toEqual([
      {
        id: 'environment',
        label: 'Environment',
        type: 'pattern',
        pattern: 'SELECTED-ENVIRONMENT',
        inputType: 'select',
        ...expected,
      },
    ]);
  });

  it('shows the state of every alarm', () => {
    const alarmArns = resourcesOf(essential, 'AWS::CloudWatch::Alarm').map(([id]) => arnOf(essential, id));
    const [widget] = bodyOf(essential).widgets.filter(({ type }) => type === 'alarm');

    expect(widget?.properties.alarms).toEqual(alarmArns);
  });

  it('shows waits as p50, p90 and p99', () => {
    const waits = bodyOf(essential)
      .widgets.flatMap(referencesOf)
      .filter(({ metricName }) => metricName === 'QueueWait');

    expect(waits.map(({ statistic }) => statistic)).toEqual(['SampleCount', 'p50', 'p90', 'p99']);
  });

  it("reads only the function's own log", () => {
    const { id } = resourceOf(essential, 'AWS::Logs::LogGroup');
    const queries = bodyOf(essential)
      .widgets.filter(({ type }) => type === 'log')
      .map(({ properties: { query } }) => String(query));

    expect(queries.map((query) => query.split(' | ')[0])).toEqual(Array(5).fill(`SOURCE '${id}'`));
    expect(queries.map((query) => /message = "(\w+)"/.exec(query)?.[1])).toEqual([
      'state',
      'incident',
      'incident',
      'alert',
      'run',
    ]);
  });

  it('begins with a table of states in words, beside the alarms and numbers of the monitor', () => {
    const widgets = bodyOf(essential).widgets as unknown as readonly {
      readonly type: string;
      readonly x: number;
      readonly y: number;
    }[];
    const [, table, alarms, health] = widgets.map(({ type, x, y }) => ({ type, x, y }));

    expect([table, alarms, health]).toEqual([
      { type: 'log', x: 0, y: 2 },
      { type: 'alarm', x: 17, y: 2 },
      { type: 'metric', x: 17, y: 6 },
    ]);
  });

  it('has the levels as lines, and says which of them are to be learned', () => {
    const linesOf = (title: string) => {
      const widget = bodyOf(essential).widgets.find(({ properties }) => properties.title === title);
      const { horizontal = [] } = (widget?.properties.annotations ?? {}) as {
        readonly horizontal?: readonly { readonly value: number; readonly label: string }[];
      };
      return horizontal.map(({ value, label }) => `${value} ${label}`);
    };

    const waits = ['300 warning, until learned', '900 critical, until learned'];
    expect(linesOf('For how long? Oldest wait of each environment')).toEqual(waits);
    expect(linesOf('Since when? Oldest wait')).toEqual(waits);
    expect(linesOf('Verdict on the queue')).toEqual([
      '0 ok',
      '1 slow',
      '2 busy',
      '3 stalled',
      '4 no workers',
    ]);
  });

  it('fits into the 24 columns', () => {
    const widgets = bodyOf(full).widgets as unknown as readonly { x: number; width: number }[];

    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });
});
