/** What is kept and named: table, secret, outputs, ids. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import { readMonitors } from '../../infra/config/read-monitors.ts';
import { createMonitorStack } from '../../infra/monitor-stack.ts';
import { WorkQueueMonitor } from '../../infra/work-queue-monitor.ts';
import { resolve } from './support/resolve-template.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from './support/synthesize-monitor.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-AbCdEf';

const template = synthesizeMonitor();
const everythingOn = synthesizeMonitor({
  chat: true,
  queueAlarms: true,
  metrics: 'full',
  encryptionKeyArn: KEY,
  tags: { team: 'agents' },
  permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
});
const withImportedSecret = synthesizeMonitor({
  tokenSecretArn: SECRET,
});

const outputOf = (from: TemplateJson, name: string) => resolve(from, from.Outputs[name]?.Value);
const typesOf = (from: TemplateJson) => Object.values(from.Resources).map(({ Type }) => Type);

describe('table', () => {
  it('is on demand, can be restored to a point in time, and goes with the stack', () => {
    expect(resourceOf(template, 'AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });
});

describe('secret', () => {
  it('holds the pinned placeholder: another text would overwrite every token at the next deployment', () => {
    expect(TOKEN_PLACEHOLDER).toBe('no-token-yet');
    expect(resourceOf(template, 'AWS::SecretsManager::Secret')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { SecretString: 'no-token-yet' },
    });
  });

  it('can be an existing one', () => {
    expect(typesOf(withImportedSecret)).not.toContain('AWS::SecretsManager::Secret');
    expect(outputOf(withImportedSecret, 'TokenSecretArn')).toBe(SECRET);
  });
});

describe('every resource', () => {
  it('goes with the stack: nothing is left that costs money', () => {
    const kept = Object.entries(everythingOn.Resources).filter(([, { DeletionPolicy }]) =>
      /Retain|Snapshot/.test(DeletionPolicy ?? ''),
    );

    expect(kept).toEqual([]);
  });

  it('has no physical name, so that it can be replaced, and deployed again at once', () => {
    // An inline policy's name is part of its role. A display name is a label.
    const names = Object.entries(everythingOn.Resources).flatMap(([id, { Type, Properties }]) =>
      Object.keys(Properties)
        .filter((key) => key === 'Name' || key === `${Type.split('::').at(-1)}Name`)
        .filter((key) => !(Type === 'AWS::IAM::Policy' && key === 'PolicyName'))
        .map((key) => `${id}.${key}`),
    );

    expect(names).toEqual([]);
  });

  it('that keeps something has the id it always had: another one would lose what it keeps', () => {
    const stateful = [
      'AWS::DynamoDB::Table',
      'AWS::SecretsManager::Secret',
      'AWS::SNS::Topic',
      'AWS::Logs::LogGroup',
    ];
    const ids = stateful.flatMap((type) => resourcesOf(everythingOn, type).map(([id]) => id));

    expect(ids).toEqual([
      'MonitorStateD3841283',
      'MonitorTokenFCE3FDAA',
      'MonitorTopicsAlertsEF2287A0',
      'MonitorTopicsHealth7A438DF7',
      'MonitorTopicsChat29ECCBBE',
      'MonitorRunLog5F5A865F',
    ]);
  });

  it('has the tags, and every role the boundary', () => {
    const boundaries = resourcesOf(everythingOn, 'AWS::IAM::Role').map(
      ([, { Properties }]) => Properties.PermissionsBoundary,
    );
    const tagged = [
      'AWS::DynamoDB::Table',
      'AWS::Lambda::Function',
      'AWS::SNS::Topic',
      'AWS::SecretsManager::Secret',
    ];
    const tags = tagged.flatMap((type) =>
      resourcesOf(everythingOn, type).map(([, { Properties }]) => Properties.Tags),
    );

    expect(new Set(boundaries)).toEqual(new Set(['arn:aws:iam::111122223333:policy/boundary']));
    expect(tags).toEqual(tags.map(() => [{ Key: 'team', Value: 'agents' }]));
  });
});

describe('outputs', () => {
  it('are the links, names and commands of the next steps', () => {
    const values = Object.fromEntries(
      Object.keys(template.Outputs).map((name) => [name, outputOf(template, name)]),
    );

    expect(values).toEqual({
      MonitorName: 'default',
      DashboardUrl:
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/MonitorDashboard16441DEC',
      AlertsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:MonitorTopicsAlertsEF2287A0',
      HealthTopicArn: 'arn:aws:sns:eu-west-1:111122223333:MonitorTopicsHealth7A438DF7',
      TokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:MonitorTokenFCE3FDAA-AbCdEf',
      DeadManAlarmName: 'MonitorAlarmsNoSuccessfulRunD4FDE59B',
      BaseUrl: 'https://api.qoder.com/api/v1/cloud',
      RunbookUrl: 'https://example.com/runbook.md',
      StoreTokenCommand:
        "npx qoder-work-queue-monitor token --secret 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:MonitorTokenFCE3FDAA-AbCdEf'",
      TestAlertCommand: 'npx qoder-work-queue-monitor test-alert --stack QoderMonitor-default',
    });
  });
});

describe('several monitors', () => {
  it('are a stack each, and know nothing of each other', () => {
    const app = new App();
    const monitors = readMonitors({
      monitors: { one: { environments: 'all' }, two: { environments: ['env_a'] } },
    });
    const stacks = [...monitors].map(([name, config]) => createMonitorStack(app, name, config));
    const [, second] = stacks.map((stack) => Template.fromStack(stack).toJSON() as TemplateJson);
    const deadMan = second && resourceOf(second, 'AWS::CloudWatch::Alarm', 'NoSuccessfulRun').Properties;

    expect(stacks.map(({ stackName }) => stackName)).toEqual(['QoderMonitor-one', 'QoderMonitor-two']);
    expect(deadMan?.Dimensions).toEqual([{ Name: 'Monitor', Value: 'two' }]);
    expect(JSON.stringify(second)).not.toContain('QoderMonitor-one');
  });
});

describe('new WorkQueueMonitor()', () => {
  it('stands beside others in a stack of your own, with topics of yours', () => {
    const stack = new Stack();
    const first = new WorkQueueMonitor(stack, 'First', { monitor: 'first', environments: 'all' });
    new WorkQueueMonitor(stack, 'Second', {
      monitor: 'second',
      environments: 'all',
      alertsTopicArn: first.alertsTopic.topicArn,
    });

    expect(
      typesOf(Template.fromStack(stack).toJSON() as TemplateJson).filter(
        (type) => type === 'AWS::SNS::Topic',
      ),
    ).toHaveLength(3);
  });

  it('refuses props with every fault', () => {
    const create = () =>
      new WorkQueueMonitor(new Stack(), 'Monitor', {
        monitor: 'my monitor',
        environments: [],
        emails: ['me'],
      });

    expect(create).toThrow(
      'The monitor my monitor is not valid:\n' +
        '  monitor: "my monitor": write a letter followed by at most 63 letters, digits or -\n' +
        '  environments: []: name at least one environment, or write "all"\n' +
        '  emails[0]: "me": write an e-mail address such as team@example.com',
    );
  });
});
