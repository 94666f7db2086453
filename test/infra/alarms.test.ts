import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { Alarms } from '../../infra/alarms.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from './support/synthesize-monitor.ts';

/** Source: PutMetricAlarm, AlarmDescription. */
const LONGEST_DESCRIPTION = 1024;

const template = synthesizeMonitor({ queueAlarms: true, runbookUrl: 'https://example.com/runbook' });
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
  id,
  name: id.replace(/^MonitorAlarms/, '').replace(/[0-9A-F]{8}$/, ''),
  properties: Properties,
}));

describe('alarms', () => {
  it('are these', () => {
    const lines = alarms.map(({ name, properties: p }) => {
      const metric = p.MetricName ?? (p.Metrics as { Expression: string }[])[0]?.Expression.split(' ')[1];
      const comparison = p.ComparisonOperator === 'LessThanThreshold' ? '<' : '>=';
      return `${name} | ${metric} ${comparison} ${p.Threshold} | ${p.DatapointsToAlarm} of ${p.EvaluationPeriods} min | ${p.TreatMissingData}`;
    });

    expect(lines).toEqual([
      'NoSuccessfulRun | Runs < 1 | 5 of 5 min | breaching',
      'FunctionErrors | Errors >= 1 | 3 of 15 min | ignore',
      'SlowRuns | Duration >= 55000 | 3 of 15 min | ignore',
      'NotificationsFailed | NotificationsFailed >= 1 | 3 of 3 min | ignore',
      'QueueNotServed | MAX(QueueVerdict) >= 3 | 3 of 3 min | notBreaching',
      'HeartbeatsLost | MAX(LostHeartbeats) >= 1 | 3 of 3 min | notBreaching',
    ]);
  });

  it.each(alarms)('$name tells what happened, what to do, and whom', ({ properties }) => {
    const healthTopic = { Ref: resourceOf(template, 'AWS::SNS::Topic', 'Health').id };

    expect(properties).toMatchObject({
      AlarmDescription: expect.stringMatching(
        /^Qoder work queue monitor default: .+\. What to do: .{30,}\. More: https:\/\/example\.com\/runbook#[a-z-]+$/,
      ),
      AlarmActions: [healthTopic],
    });
    expect(String(properties.AlarmDescription).length).toBeLessThanOrEqual(LONGEST_DESCRIPTION);
  });

  it('tell OK only where an alarm begins as ALARM: a first OK of the others would tell of nothing', () => {
    const telling = alarms.filter(({ properties }) => properties.OKActions !== undefined);

    expect(telling.map(({ name }) => name)).toEqual(['NoSuccessfulRun']);
  });

  it('SlowRuns names the setting that its section of the runbook names', () => {
    const slow = alarms.find(({ name }) => name === 'SlowRuns');

    expect(slow?.properties.AlarmDescription).toContain('set more shards');
  });

  it('say what to do, and name no file, where no runbook is public', () => {
    const stack = new Stack();
    const topic = new Topic(stack, 'Topic');
    const monitored = new lambda.Function(stack, 'Function', {
      code: lambda.Code.fromInline('none'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
    });
    const props = {
      monitor: 'default',
      functions: [monitored] as const,
      topic,
      runbookUrl: null,
      tokenPerShard: false,
      queueAlarms: true,
    };
    new Alarms(stack, 'Alarms', props);

    const descriptions = resourcesOf(
      Template.fromStack(stack).toJSON() as TemplateJson,
      'AWS::CloudWatch::Alarm',
    ).map(([, { Properties }]) => String(Properties.AlarmDescription));
    expect(descriptions).toHaveLength(6);
    for (const description of descriptions) {
      expect(description).toMatch(/ What to do: .{30,}\.$/);
      expect(description).not.toMatch(/runbook|null|undefined/);
    }
  });

  it.each(alarms)("$name counts minutes and keeps CloudWatch's rules", ({ properties: p }) => {
    const periods = [p.Period, ...((p.Metrics as { Period?: number }[]) ?? []).map(({ Period }) => Period)];

    expect(periods.filter((period) => period !== undefined)).toEqual([60]);
    expect(Number(p.DatapointsToAlarm)).toBeLessThanOrEqual(Number(p.EvaluationPeriods));
    expect(p.ComparisonOperator).toMatch(/^(LessThanThreshold|GreaterThanOrEqualToThreshold)$/);
    expect(p.TreatMissingData).toMatch(/^(breaching|ignore|notBreaching)$/);
  });

  it('ask Metrics Insights about this monitor only, one series an environment', () => {
    const { Metrics } = resourceOf(template, 'AWS::CloudWatch::Alarm', 'QueueNotServed').Properties;

    expect(Metrics).toEqual([
      {
        Expression:
          'SELECT MAX(QueueVerdict) FROM SCHEMA("Qoder/WorkQueue", Monitor, EnvironmentId) ' +
          "WHERE Monitor = 'default' GROUP BY EnvironmentId ORDER BY MAX() DESC",
        Id: 'expr_1',
        Label: 'QueueVerdict',
        Period: 60,
        ReturnData: true,
      },
    ]);
  });

  it('leave the queue alarms out unless asked for', () => {
    const names = resourcesOf(synthesizeMonitor(), 'AWS::CloudWatch::Alarm').map(([id]) => id);

    expect(names.filter((id) => /QueueNotServed|HeartbeatsLost/.test(id))).toEqual([]);
  });
});
