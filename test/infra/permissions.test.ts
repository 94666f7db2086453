import { describe, expect, it } from 'vitest';
import { withParameters } from './support/plain-template.ts';
import { ACCOUNT, REGION, resolve } from './support/resolve-template.ts';
import {
  ALERTS,
  FUNCTION,
  HEALTH,
  KEY,
  LOG_GROUP,
  LOG_STREAM,
  policiesOf,
  type Request,
  SECRET,
  simulate,
  TABLE,
  viaService,
  template as withKey,
} from './support/simulate-role.ts';
import { resourceOf, resourcesOf } from './support/synthesize-monitor.ts';

const WITH_KEY: readonly Request[] = [
  { action: 'kms:Decrypt', resource: KEY, context: viaService('dynamodb') },
  { action: 'kms:GenerateDataKey', resource: KEY, context: viaService('sns') },
  { action: 'kms:Decrypt', resource: KEY, context: viaService('secretsmanager') },
];

describe.each([
  { way: 'the CDK, with a customer key', template: withKey, hasKey: true },
  { way: 'the plain template', template: withParameters(), hasKey: false },
])('deployed by $way', ({ template, hasKey }) => {
  describe("the function's role allows", () => {
    // What a run itself calls is in permissions-recorded.test.ts.
    it.each<Request>([
      { action: 'logs:CreateLogStream', resource: LOG_STREAM },
      { action: 'logs:PutLogEvents', resource: LOG_STREAM },
      ...(hasKey ? WITH_KEY : []),
    ])('$action on $resource', async (request) => {
      expect(await simulate('RunRole', request, template)).toBe('Allowed');
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
      {
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': 'AWS/Lambda' },
      },
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
      expect(await simulate('RunRole', request, template)).toBe('ImplicitlyDenied');
    });
  });

  describe("the schedule's role", () => {
    it.each<Request & { expected: string }>([
      { action: 'lambda:InvokeFunction', resource: FUNCTION, expected: 'Allowed' },
      { action: 'lambda:InvokeFunction', resource: `${FUNCTION}2`, expected: 'ImplicitlyDenied' },
      { action: 'lambda:InvokeFunction', resource: `${FUNCTION}:1`, expected: 'ImplicitlyDenied' },
      { action: 'lambda:UpdateFunctionCode', resource: FUNCTION, expected: 'ImplicitlyDenied' },
    ])('$action on $resource: $expected', async ({ expected, ...request }) => {
      expect(await simulate('EveryMinuteRole', request, template)).toBe(expected);
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
      const statements = policiesOf('', template).flatMap(
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
});
