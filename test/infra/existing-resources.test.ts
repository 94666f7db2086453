/** Topics, secrets and keys that somebody else made: as objects of the app, and by ARN. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { WorkQueueMonitor } from '../../infra/work-queue-monitor.ts';
import { resolve } from './support/resolve-template.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from './support/synthesize-monitor.ts';

const ARN = 'arn:aws:sns:eu-west-1:111122223333';
const keyArn = (digit: number) =>
  `arn:aws:kms:eu-west-1:111122223333:key/${digit}234abcd-12ab-34cd-56ef-1234567890ab`;
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-AbCdEf';

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

const statementsIn = (document: unknown) =>
  (document as { readonly Statement: readonly Statement[] }).Statement;
const functionStatements = (template: TemplateJson) =>
  statementsIn(resourceOf(template, 'AWS::IAM::Policy', 'RunRole').Properties.PolicyDocument);
const keyPolicy = (template: TemplateJson, idPart: string) =>
  statementsIn(resourceOf(template, 'AWS::KMS::Key', idPart).Properties.KeyPolicy);
const sidsOf = (statements: readonly Statement[]) => statements.flatMap(({ Sid }) => Sid ?? []);
const toTemplate = (stack: Stack) => Template.fromStack(stack).toJSON() as TemplateJson;

/** An app with everything of its own, each under its own key. */
function useObjects(keysIn: 'the same stack' | 'another stack') {
  const app = new App();
  const stack = new Stack(app, 'Queues');
  const owner = keysIn === 'the same stack' ? stack : new Stack(app, 'Keys');
  const key = (id: string): IKey => new Key(owner, id);
  const monitor = new WorkQueueMonitor(stack, 'Monitor', {
    monitor: 'default',
    environments: 'all',
    emails: ['me@example.com'],
    alertsTopic: new Topic(stack, 'Alerts', { masterKey: key('AlertsKey') }),
    healthTopic: new Topic(owner, 'Health', { masterKey: key('HealthKey') }),
    tokenSecret: new Secret(owner, 'Secret', { encryptionKey: key('SecretKey') }) as ISecret,
    encryptionKey: key('StateKey'),
    permissionsBoundary: new ManagedPolicy(stack, 'Boundary', {
      statements: [new PolicyStatement({ actions: ['*'], resources: ['*'] })],
    }),
  });
  monitor.addOutputs();
  return { template: toTemplate(stack), owners: toTemplate(owner), monitor };
}

describe('objects of the app', () => {
  const { template, monitor } = useObjects('the same stack');

  it('are used, and nothing is made in their place', () => {
    expect(resourcesOf(template, 'AWS::SNS::Topic').map(([id]) => id)).toEqual([
      expect.stringMatching(/^Alerts/),
      expect.stringMatching(/^Health/),
    ]);
    expect(resourcesOf(template, 'AWS::SecretsManager::Secret')).toHaveLength(1);
    expect(resourcesOf(template, 'AWS::SNS::Subscription')).toHaveLength(2);
    expect(resourceOf(template, 'AWS::DynamoDB::Table').Properties.SSESpecification).toMatchObject({
      SSEType: 'KMS',
    });
    for (const [, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
      expect(Properties.PermissionsBoundary).toEqual({
        Ref: resourceOf(template, 'AWS::IAM::ManagedPolicy').id,
      });
    }
  });

  it('get all they need in their own policies: nothing is left to be added by hand', () => {
    const healthPolicy = resourceOf(template, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument;

    expect(monitor.demands).toEqual([]);
    expect(Object.keys(template.Outputs).filter((name) => name.endsWith('Statements'))).toEqual([]);
    expect(sidsOf(statementsIn(healthPolicy))).toEqual(['AllowAlarms']);
    expect(sidsOf(keyPolicy(template, 'AlertsKey'))).toEqual(['AllowMonitor']);
    expect(sidsOf(keyPolicy(template, 'HealthKey'))).toEqual(['AllowAlarms']);
    expect(sidsOf(keyPolicy(template, 'SecretKey'))).toEqual(expect.arrayContaining(['AllowMonitor']));
    expect(sidsOf(keyPolicy(template, 'StateKey'))).toEqual(
      expect.arrayContaining(['AllowAlarms', 'AllowMonitor']),
    );
  });

  it('may lie in another stack, without a circle between the two', () => {
    const elsewhere = useObjects('another stack');

    expect(sidsOf(keyPolicy(elsewhere.owners, 'HealthKey'))).toEqual(['AllowAlarms']);
    // Keys that leave it to IAM, as CDK makes them, need no more; others have the statements printed.
    expect(elsewhere.monitor.demands.map(({ output }) => output)).toEqual([
      'KeyStatements',
      'AlertsTopicKeyStatements',
      'TokenSecretKeyStatements',
    ]);
  });

  it('are refused beside their ARNs', () => {
    const stack = new Stack();
    const create = () =>
      new WorkQueueMonitor(stack, 'Monitor', {
        monitor: 'default',
        environments: 'all',
        alertsTopic: new Topic(stack, 'Alerts'),
        alertsTopicArn: `${ARN}:alerts`,
      });

    expect(create).toThrow(
      `alertsTopicArn: "${ARN}:alerts": remove it, or leave alertsTopic out: both name the same`,
    );
  });

  it('let one topic carry both, and each address subscribe once', () => {
    const stack = new Stack();
    const topic = new Topic(stack, 'Both');
    new WorkQueueMonitor(stack, 'Monitor', {
      monitor: 'default',
      environments: 'all',
      emails: ['me@example.com'],
      alertsTopic: topic,
      healthTopic: topic,
    });

    expect(resourcesOf(toTemplate(stack), 'AWS::SNS::Subscription')).toHaveLength(1);
  });

  it('may be a secret that is known by its name only', () => {
    const stack = new Stack();
    new WorkQueueMonitor(stack, 'Monitor', {
      monitor: 'default',
      environments: 'all',
      tokenSecret: Secret.fromSecretNameV2(stack, 'Secret', 'qoder/token'),
    });
    const template = toTemplate(stack);
    const [read] = functionStatements(template).filter(
      ({ Action }) => Action === 'secretsmanager:GetSecretValue',
    );

    expect(resolve(template, read?.Resource)).toMatch(/:secret:qoder\/token-\?{6}$/);
  });
});

describe('an imported secret and imported topics under keys of their own', () => {
  const template = synthesizeMonitor({
    alertsTopicArn: `${ARN}:alerts`,
    alertsTopicKeyArn: keyArn(1),
    healthTopicArn: `${ARN}:health`,
    healthTopicKeyArn: keyArn(2),
    tokenSecretArn: SECRET_ARN,
    tokenSecretKeyArn: keyArn(3),
  });
  const on = (arn: string) => functionStatements(template).filter(({ Resource }) => Resource === arn);
  const via = (service: string) => ({
    StringEquals: { 'kms:ViaService': [`${service}.eu-west-1.amazonaws.com`] },
  });
  const printed = (output: string) =>
    JSON.parse(String(resolve(template, template.Outputs[output]?.Value))) as Statement[];

  it('are usable by the function, through their services and no further', () => {
    expect(on(keyArn(1)).map(({ Action, Condition }) => [Action, resolve(template, Condition)])).toEqual([
      [['kms:Decrypt', 'kms:GenerateDataKey*'], via('sns')],
    ]);
    expect(on(keyArn(2))).toEqual([]);
    expect(on(keyArn(3)).map(({ Action, Condition }) => [Action, resolve(template, Condition)])).toEqual([
      ['kms:Decrypt', via('secretsmanager')],
    ]);
  });

  it('have the statements that their policies need printed', () => {
    expect(
      Object.keys(template.Outputs)
        .filter((name) => name.endsWith('Statements'))
        .sort(),
    ).toEqual([
      'AlertsTopicKeyStatements',
      'AlertsTopicStatements',
      'HealthTopicKeyStatements',
      'HealthTopicStatements',
      'TokenSecretKeyStatements',
    ]);
    expect(sidsOf(printed('AlertsTopicKeyStatements'))).toEqual(['AllowMonitor']);
    expect(sidsOf(printed('HealthTopicKeyStatements'))).toEqual(['AllowAlarms']);
    expect(sidsOf(printed('TokenSecretKeyStatements'))).toEqual(['AllowMonitor']);
  });

  it('are refused as a key of nothing', () => {
    expect(
      () =>
        new WorkQueueMonitor(new Stack(), 'M', {
          monitor: 'm',
          environments: 'all',
          tokenSecretKeyArn: keyArn(1),
        }),
    ).toThrow(/tokenSecretKeyArn: .*: name what it encrypts in tokenSecretArn, or write encryptionKeyArn/);
  });
});
