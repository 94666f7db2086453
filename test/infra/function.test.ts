/** What runs every minute: function, asset, schedule, log. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseWith } from '../../contract/invalid-input.ts';
import { settingsSchema } from '../../contract/settings.ts';
import type { MonitorConfigInput } from '../../infra/config/monitor-config.ts';
import { arnOf, resolve } from './support/resolve-template.ts';
import { assetFolderOf, resourceOf, resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const BUNDLE_FILE = join(import.meta.dirname, '../../dist/lambda/index.mjs');

interface AssetFile {
  readonly mode: string;
  readonly content: Buffer;
}

function synthesizeWithAsset(config: Partial<MonitorConfigInput>) {
  const files = new Map<string, AssetFile>();
  const template = synthesizeMonitor(config, (app) => {
    const folder = assetFolderOf(app);
    for (const name of readdirSync(folder)) {
      const mode = (statSync(join(folder, name)).mode & 0o777).toString(8);
      files.set(name, { mode, content: readFileSync(join(folder, name)) });
    }
  });
  return { template, files };
}

const { template, files } = synthesizeWithAsset({
  chat: true,
  thresholds: { 'queue-stuck': { warning: 600 } },
  workspaceId: 'ws_1',
  logRetentionDays: 14,
});
const functionProperties = resourceOf(template, 'AWS::Lambda::Function').Properties;

describe('function', () => {
  it('runs on Node.js 24, ARM64, for at most 60 seconds, without reserved concurrency', () => {
    const { Code, Environment, Role, LoggingConfig, ...rest } = functionProperties;

    expect(rest).toEqual({
      Architectures: ['arm64'],
      Description: 'Qoder work queue monitor default',
      Handler: 'index.handler',
      MemorySize: 512,
      Runtime: 'nodejs24.x',
      Timeout: 60,
    });
  });

  it('is never called again for a run that failed or is late', () => {
    expect(resourceOf(template, 'AWS::Lambda::EventInvokeConfig').Properties).toEqual({
      FunctionName: { Ref: resourceOf(template, 'AWS::Lambda::Function').id },
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      Qualifier: '$LATEST',
    });
  });

  it('gets names of resources, base URL and namespace as variables, and nothing else', () => {
    const { Variables } = functionProperties.Environment as { Variables: unknown };
    const named = (type: string, idPart = '') => resourceOf(template, type, idPart).id;

    expect(resolve(template, Variables)).toEqual({
      QODER_BASE_URL: 'https://api.qoder.com/api/v1/cloud',
      TOKEN_SECRET_ID: arnOf(template, named('AWS::SecretsManager::Secret')),
      TABLE_NAME: named('AWS::DynamoDB::Table'),
      ALERTS_TOPIC_ARN: arnOf(template, named('AWS::SNS::Topic', 'Alerts')),
      CHAT_TOPIC_ARN: arnOf(template, named('AWS::SNS::Topic', 'Chat')),
      METRIC_NAMESPACE: 'Qoder/WorkQueue',
      DASHBOARD_URL: expect.stringMatching(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\//),
    });
  });

  it('writes its own JSON lines to a log that is kept as long as configured', () => {
    const { id, Properties } = resourceOf(template, 'AWS::Logs::LogGroup');

    expect(functionProperties.LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: { Ref: id } });
    expect(Properties).toEqual({ RetentionInDays: 14 });
  });
});

describe("function's asset", () => {
  it('is the tested bundle, byte for byte, and settings.json, readable for the user Lambda runs as', () => {
    expect([...files.keys()].sort()).toEqual(['index.mjs', 'settings.json']);
    expect([...files.values()].map(({ mode }) => mode)).toEqual(['644', '644']);
    expect(files.get('index.mjs')?.content.equals(readFileSync(BUNDLE_FILE))).toBe(true);
  });

  it('holds the settings as the function reads them', () => {
    const settings = JSON.parse(String(files.get('settings.json')?.content));

    expect(parseWith(settingsSchema, settings, 'settings.json')).toEqual({
      schemaVersion: 1,
      monitor: 'default',
      environments: ['env_a', 'env_b'],
      metrics: 'essential',
      thresholds: { 'queue-stuck': { warning: 600 } },
      overrides: {},
      mute: [],
      sessions: false,
      shards: 1,
      tokenPerShard: false,
      workspaceId: 'ws_1',
      runbookUrl: 'https://example.com/runbook.md',
    });
  });

  it('changes with the settings, and with nothing else', () => {
    const keyOf = (config: Partial<MonitorConfigInput>) =>
      (resourceOf(synthesizeMonitor(config), 'AWS::Lambda::Function').Properties.Code as { S3Key: string })
        .S3Key;

    expect(keyOf({ metrics: 'full' })).toBe(
      keyOf({ metrics: 'full', emails: ['you@example.com'], chat: true }),
    );
    expect(keyOf({ metrics: 'full' })).not.toBe(keyOf({ metrics: 'essential' }));
  });
});

describe('schedule', () => {
  it('starts a run every minute with nothing but the scheduled time, and makes up for none', () => {
    const { Target, ...schedule } = resourceOf(template, 'AWS::Scheduler::Schedule').Properties;

    expect(schedule).toEqual({
      Description: 'Qoder work queue monitor default',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'rate(1 minute)',
    });
    expect(resolve(template, Target)).toEqual({
      Arn: arnOf(template, resourceOf(template, 'AWS::Lambda::Function').id),
      RoleArn: arnOf(template, resourceOf(template, 'AWS::IAM::Role', 'EveryMinute').id),
      Input: '{"schemaVersion":1,"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    });
  });

  it('is made after the policy of its role, so that its first run may start the function', () => {
    const policy = resourceOf(template, 'AWS::IAM::Policy', 'EveryMinute');

    expect(resourceOf(template, 'AWS::Scheduler::Schedule')).toMatchObject({
      DependsOn: expect.arrayContaining([policy.id]),
    });
  });
});

describe('log groups', () => {
  it.each(resourcesOf(template, 'AWS::Logs::LogGroup'))(
    '%s has a retention and goes with the stack',
    (_id, group) => {
      expect(group).toMatchObject({
        DeletionPolicy: 'Delete',
        Properties: { RetentionInDays: expect.any(Number) },
      });
    },
  );
});
