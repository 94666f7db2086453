/** The dashboard as it would be deployed, with stand-ins for what only a deployment knows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import * as v from 'valibot';
import { type MonitorConfigInput, monitorSchema } from '../../infra/config/monitor-config.ts';
import { createMonitorStack } from '../../infra/monitor-stack.ts';
import type { AlarmDefinition } from './alarm-model.ts';

const widgetSchema = v.object({
  type: v.string(),
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  properties: v.record(v.string(), v.unknown()),
});
export type BodyWidget = v.InferOutput<typeof widgetSchema>;

const alarmSchema = v.object({
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.array(v.object({ Name: v.string(), Value: v.unknown() })),
  Statistic: v.string(),
  ComparisonOperator: v.string(),
  Threshold: v.number(),
  EvaluationPeriods: v.number(),
  DatapointsToAlarm: v.number(),
  TreatMissingData: v.string(),
});

/** An alarm on one metric, which `row` names as a widget does. */
export interface MetricAlarm extends AlarmDefinition {
  readonly row: readonly unknown[];
}

export interface SynthesizedDashboard {
  readonly widgets: readonly BodyWidget[];
  /** By the name that widgets have for them. */
  readonly alarms: ReadonlyMap<string, MetricAlarm>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/**
 * @param choice what the menu is set to
 * @throws {v.ValiError} when a widget is not as CloudWatch documents it, or an alarm not on one metric
 */
export function synthesizeDashboard(
  monitor: string,
  config: MonitorConfigInput,
  choice: (body: string) => string,
): SynthesizedDashboard {
  const outdir = mkdtempSync(join(tmpdir(), 'qoder-monitor-dashboard-'));
  try {
    const app = new App({ outdir, context: CURRENTLY_RECOMMENDED_FLAGS });
    const stack = createMonitorStack(app, monitor, v.parse(monitorSchema, config));
    const resources: Readonly<Record<string, Resource>> = Template.fromStack(stack).toJSON().Resources;
    const all = Object.entries(resources);
    const dashboard = all.find(([, { Type }]) => Type === 'AWS::CloudWatch::Dashboard');
    const body = choice(toText(dashboard?.[1].Properties.DashboardBody));
    const { widgets } = v.parse(v.object({ widgets: v.array(widgetSchema) }), JSON.parse(body));
    const alarms = all.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
    return {
      widgets,
      alarms: new Map(alarms.map(([id, { Properties }]) => [id, toMetricAlarm(Properties)])),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function toMetricAlarm(properties: Resource['Properties']): MetricAlarm {
  const { Namespace, MetricName, Dimensions, Statistic, ...definition } = v.parse(alarmSchema, properties);
  const dimensions = Dimensions.flatMap(({ Name, Value }) => [Name, toText(Value)]);
  return { ...definition, row: [Namespace, MetricName, ...dimensions, { stat: Statistic }] };
}

const joinSchema = v.object({ 'Fn::Join': v.tuple([v.literal(''), v.array(v.unknown())]) });
const refSchema = v.object({ Ref: v.string() });
const attributeSchema = v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) });

/** A reference becomes the name of what it refers to. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (v.is(joinSchema, value)) return value['Fn::Join'][1].map(toText).join('');
  if (v.is(refSchema, value)) return value.Ref === 'AWS::Region' ? 'eu-central-1' : value.Ref;
  if (v.is(attributeSchema, value)) return value['Fn::GetAtt'][0];
  throw new TypeError(`Cannot draw a dashboard with ${JSON.stringify(value)} in it`);
}
