/** Who is told, and that nothing on the way stops it: topics, their policies and their key. */
import { describe, expect, it } from 'vitest';
import { withParameters } from './support/plain-template.ts';
import { ACCOUNT, arnOf, resolve } from './support/resolve-template.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from './support/synthesize-monitor.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ALERTS = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const HEALTH = 'arn:aws:sns:eu-west-1:111122223333:health';

const template = synthesizeMonitor({ queueAlarms: true });
const everythingOn = synthesizeMonitor({ chat: true, queueAlarms: true, encryptionKeyArn: KEY });
const everythingImported = synthesizeMonitor({ alertsTopicArn: ALERTS, healthTopicArn: HEALTH });

const plain = withParameters();

const outputOf = (from: TemplateJson, name: string) => resolve(from, from.Outputs[name]?.Value);
const typesOf = (from: TemplateJson) => Object.values(from.Resources).map(({ Type }) => Type);

describe('topics', () => {
  it.each([
    ['the CDK', template],
    ['the plain template', plain],
  ])('are two, and each address subscribes to both: %s', (_way, deployed) => {
    const addresses = resourcesOf(deployed, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);

    expect(resourcesOf(deployed, 'AWS::SNS::Topic')).toHaveLength(2);
    expect(addresses).toEqual(
      ['Alerts', 'Health'].map((name) => ({
        Endpoint: 'me@example.com',
        Protocol: 'email',
        TopicArn: { Ref: resourceOf(deployed, 'AWS::SNS::Topic', name).id },
      })),
    );
  });

  it('never filter the alarms on the monitor itself', () => {
    const policies = resourcesOf(template, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties.FilterPolicy,
    );

    expect(policies).toEqual([undefined, undefined]);
  });

  it.each(resourcesOf(everythingOn, 'AWS::SNS::Topic'))('%s refuses messages without TLS', (id) => {
    const policies = resourcesOf(everythingOn, 'AWS::SNS::TopicPolicy').map(
      ([, { Properties }]) => Properties,
    );
    const policy = policies.find(({ Topics }) => JSON.stringify(Topics) === JSON.stringify([{ Ref: id }]));

    expect(policy?.PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    });
  });

  it('can be existing ones: subscribed to, their policies printed and not touched', () => {
    const subscribed = resourcesOf(everythingImported, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties.TopicArn,
    );
    const statementsOf = (name: string) => JSON.parse(String(outputOf(everythingImported, name)));

    expect(typesOf(everythingImported)).not.toContain('AWS::SNS::TopicPolicy');
    expect(subscribed).toEqual([ALERTS, HEALTH]);
    expect(statementsOf('AlertsTopicStatements')).toMatchObject([
      { Action: 'sns:Publish', Resource: ALERTS },
    ]);
    expect(statementsOf('HealthTopicStatements')).toMatchObject([
      { Action: 'sns:Publish', Resource: HEALTH, Principal: { Service: 'cloudwatch.amazonaws.com' } },
    ]);
  });
});

describe('customer key', () => {
  it('is not used unless configured', () => {
    expect(JSON.stringify(template)).not.toMatch(/kms|SSESpecification/i);
  });

  it('encrypts topics, table and secret, and the statements its policy needs are printed', () => {
    const topicKeys = resourcesOf(everythingOn, 'AWS::SNS::Topic').map(
      ([, { Properties }]) => Properties.KmsMasterKeyId,
    );

    expect(topicKeys).toEqual([KEY, KEY, KEY]);
    expect(resourceOf(everythingOn, 'AWS::DynamoDB::Table').Properties.SSESpecification).toEqual({
      KMSMasterKeyId: KEY,
      SSEEnabled: true,
      SSEType: 'KMS',
    });
    expect(resourceOf(everythingOn, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toBe(KEY);
    expect(JSON.parse(String(outputOf(everythingOn, 'KeyStatements')))).toMatchObject([
      { Sid: 'AllowAlarms', Principal: { Service: 'cloudwatch.amazonaws.com' } },
      { Sid: 'AllowMonitor' },
    ]);
  });
});

describe.each([
  { name: 'without a key', walked: template, key: undefined },
  { name: 'with a customer key', walked: everythingOn, key: KEY },
  { name: 'of the plain template', walked: plain, key: undefined },
])('alarms $name', ({ walked, key }) => {
  const policies = resourcesOf(walked, 'AWS::SNS::TopicPolicy').map(([, { Properties }]) => Properties);

  it.each(resourcesOf(walked, 'AWS::CloudWatch::Alarm'))(
    '%s gets through: topic, policy, key',
    (_id, { Properties: { AlarmActions } }) => {
      const [topic] = AlarmActions as readonly { Ref: string }[];
      const topicId = topic?.Ref ?? '';
      const policy = policies.find(({ Topics }) => JSON.stringify(Topics) === JSON.stringify([topic]));
      const alarmsMay = (actions: unknown, resource: unknown) =>
        expect.objectContaining({
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: actions,
          Resource: resource,
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        });

      expect(resolve(walked, policy?.PolicyDocument)).toMatchObject({
        Statement: expect.arrayContaining([alarmsMay('sns:Publish', arnOf(walked, topicId))]),
      });
      expect(walked.Resources[topicId]?.Properties.KmsMasterKeyId).toBe(key);
      const keyStatements = JSON.parse(String(outputOf(walked, 'KeyStatements') ?? '[]'));
      expect(keyStatements).toEqual(
        key === undefined
          ? []
          : expect.arrayContaining([alarmsMay(['kms:Decrypt', 'kms:GenerateDataKey*'], '*')]),
      );
    },
  );
});
