import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, arnOf, REGION, resolve } from './support/resolve-template.ts';
import { resourceOf, resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const template = synthesizeMonitor({ chat: true, encryptionKeyArn: KEY });

const arn = (type: string, idPart = '') => arnOf(template, resourceOf(template, type, idPart).id);
const TABLE = arn('AWS::DynamoDB::Table');
const SECRET = arn('AWS::SecretsManager::Secret');
const ALERTS = arn('AWS::SNS::Topic', 'Alerts');
const CHAT = arn('AWS::SNS::Topic', 'Chat');
const HEALTH = arn('AWS::SNS::Topic', 'Health');
const FUNCTION = arn('AWS::Lambda::Function');
const LOG_GROUP = arn('AWS::Logs::LogGroup').replace(/:\*$/, '');
const LOG_STREAM = `${LOG_GROUP}:log-stream:2026`;
/** What the outputs ask to add to the key's policy. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: JSON.parse(String(resolve(template, template.Outputs.KeyStatements?.Value))),
};
const NAMESPACE = { 'cloudwatch:namespace': 'Qoder/WorkQueue' };
const viaService = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });

/** Every policy whose name contains the text, as the deployed role would have it. */
function policiesOf(idPart: string) {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([id]) => id.includes(idPart))
    .map(([name, { Properties }]) => ({ name, policy: resolve(template, Properties.PolicyDocument) }));
}

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

async function simulate(rolePart: string, { action, resource, context = {} }: Request): Promise<string> {
  const result = await runSimulation(
    {
      identityPolicies: policiesOf(rolePart),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action,
        principal: arn('AWS::IAM::Role', rolePart),
        resource: { accountId: ACCOUNT, resource },
        contextVariables: { ...context },
      },
      ...(resource === KEY ? { resourcePolicy: KEY_POLICY } : {}),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}

describe("the function's role allows", () => {
  it.each<Request>([
    { action: 'dynamodb:Query', resource: TABLE },
    { action: 'dynamodb:PutItem', resource: TABLE },
    { action: 'dynamodb:UpdateItem', resource: TABLE },
    { action: 'dynamodb:DeleteItem', resource: TABLE },
    { action: 'secretsmanager:GetSecretValue', resource: SECRET },
    { action: 'sns:Publish', resource: ALERTS },
    { action: 'sns:Publish', resource: CHAT },
    { action: 'cloudwatch:PutMetricData', resource: '*', context: NAMESPACE },
    { action: 'logs:CreateLogStream', resource: LOG_STREAM },
    { action: 'logs:PutLogEvents', resource: LOG_STREAM },
    { action: 'kms:Decrypt', resource: KEY, context: viaService('dynamodb') },
    { action: 'kms:GenerateDataKey', resource: KEY, context: viaService('sns') },
    { action: 'kms:Decrypt', resource: KEY, context: viaService('secretsmanager') },
  ])('$action on $resource', async (request) => {
    expect(await simulate('RunRole', request)).toBe('Allowed');
  });
});

describe("the function's role denies", () => {
  it.each<Request>([
    { action: 'dynamodb:Query', resource: `${TABLE}2` },
    { action: 'dynamodb:PutItem', resource: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/other` },
    { action: 'dynamodb:Scan', resource: TABLE },
    { action: 'dynamodb:DeleteTable', resource: TABLE },
    { action: 'secretsmanager:GetSecretValue', resource: `${SECRET}2` },
    { action: 'secretsmanager:PutSecretValue', resource: SECRET },
    { action: 'sns:Publish', resource: `${ALERTS}2` },
    { action: 'sns:Publish', resource: HEALTH },
    { action: 'sns:Subscribe', resource: ALERTS },
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'AWS/Lambda' } },
    { action: 'cloudwatch:PutMetricData', resource: '*' },
    { action: 'cloudwatch:DeleteAlarms', resource: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:a` },
    { action: 'logs:CreateLogGroup', resource: LOG_GROUP },
    {
      action: 'logs:PutLogEvents',
      resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:other:log-stream:2026`,
    },
    { action: 'kms:Decrypt', resource: KEY },
    { action: 'kms:Decrypt', resource: KEY, context: viaService('s3') },
    { action: 'kms:ScheduleKeyDeletion', resource: KEY, context: viaService('dynamodb') },
    { action: 'iam:CreateUser', resource: `arn:aws:iam::${ACCOUNT}:user/u` },
    { action: 'iam:PassRole', resource: `arn:aws:iam::${ACCOUNT}:role/r` },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
    { action: 's3:ListAllMyBuckets', resource: '*' },
    { action: 'lambda:InvokeFunction', resource: FUNCTION },
  ])('$action on $resource', async (request) => {
    expect(await simulate('RunRole', request)).toBe('ImplicitlyDenied');
  });
});

describe("the schedule's role", () => {
  it.each<Request & { expected: string }>([
    { action: 'lambda:InvokeFunction', resource: FUNCTION, expected: 'Allowed' },
    { action: 'lambda:InvokeFunction', resource: `${FUNCTION}2`, expected: 'ImplicitlyDenied' },
    { action: 'lambda:InvokeFunction', resource: `${FUNCTION}:1`, expected: 'ImplicitlyDenied' },
    { action: 'lambda:UpdateFunctionCode', resource: FUNCTION, expected: 'ImplicitlyDenied' },
  ])('$action on $resource: $expected', async ({ expected, ...request }) => {
    expect(await simulate('EveryMinuteRole', request)).toBe(expected);
  });

  it('can be taken by schedules of this account only', () => {
    const { AssumeRolePolicyDocument } = resourceOf(template, 'AWS::IAM::Role', 'EveryMinute').Properties;

    expect(resolve(template, AssumeRolePolicyDocument)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': ACCOUNT,
              'aws:SourceArn': `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default`,
            },
          },
        },
      ],
    });
  });
});

describe('all roles and policies', () => {
  it('have no managed policies', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role').map(([, { Properties }]) => Properties);

    expect(roles.flatMap(({ ManagedPolicyArns }) => ManagedPolicyArns ?? [])).toEqual([]);
  });

  it('name every action, and every resource but the one of PutMetricData', () => {
    const statements = policiesOf('').flatMap(
      ({ policy }) =>
        (policy as { Statement: readonly { Action: string | string[]; Resource: string | string[] }[] })
          .Statement,
    );

    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action)).toEqual([
      'cloudwatch:PutMetricData',
    ]);
  });
});
