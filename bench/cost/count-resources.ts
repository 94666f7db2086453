/** What a deployed monitor consists of, counted in the template that would be deployed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import * as v from 'valibot';
import { type MonitorConfigInput, monitorSchema } from '../../infra/config/monitor-config.ts';
import { createMonitorStack } from '../../infra/monitor-stack.ts';

export interface Resources {
  readonly dashboardCount: number;
  /** Metrics that alarms name, and do not query. */
  readonly alarmedMetricCount: number;
  /** Alarms on a query over all environments. */
  readonly queryAlarmCount: number;
  readonly compositeAlarmCount: number;
  readonly secretCount: number;
  readonly functionMemoryMb: number;
  readonly logRetentionDays: number;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** @throws {Error} when the template holds not exactly one function and one log */
export function countResources(config: MonitorConfigInput): Resources {
  const resources = synthesize(config);
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const alarms = ofType('AWS::CloudWatch::Alarm').map(namedMetricCount);
  return {
    dashboardCount: ofType('AWS::CloudWatch::Dashboard').length,
    alarmedMetricCount: alarms.reduce((sum, count) => sum + count, 0),
    queryAlarmCount: alarms.filter((count) => count === 0).length,
    compositeAlarmCount: ofType('AWS::CloudWatch::CompositeAlarm').length,
    secretCount: ofType('AWS::SecretsManager::Secret').length,
    functionMemoryMb: onlyNumber(ofType('AWS::Lambda::Function'), 'MemorySize'),
    logRetentionDays: onlyNumber(ofType('AWS::Logs::LogGroup'), 'RetentionInDays'),
  };
}

/** None: the alarm is on a query. */
function namedMetricCount({ Properties }: Resource): number {
  const { Metrics } = Properties as { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] };
  return Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
}

function synthesize(config: MonitorConfigInput): Resource[] {
  const outdir = mkdtempSync(join(tmpdir(), 'qoder-monitor-cost-'));
  try {
    const app = new App({ outdir, context: CURRENTLY_RECOMMENDED_FLAGS });
    const stack = createMonitorStack(app, 'cost', v.parse(monitorSchema, config));
    return Object.values(Template.fromStack(stack).toJSON().Resources);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function onlyNumber(resources: readonly Resource[], property: string): number {
  const values = resources.map(({ Properties }) => Properties[property]);
  const [value] = values;
  if (typeof value === 'number' && values.length === 1) return value;
  throw new Error(`Cannot tell ${property}: the template has ${JSON.stringify(values)}, not one number`);
}
