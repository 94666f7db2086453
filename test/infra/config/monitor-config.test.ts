import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../infra/config/check-config.ts';

const check = (setting: object) => checkConfig('default', { environments: ['env_a'], ...setting }, '');

describe('checkConfig() accepts', () => {
  it.each([
    { name: 'the China edition', setting: { baseUrl: 'https://api.qoder.com.cn/api/v1/cloud' } },
    { name: 'a stand-in on this machine', setting: { baseUrl: 'http://127.0.0.1:8080/api/v1/cloud' } },
    { name: 'localhost by name', setting: { baseUrl: 'http://localhost:8080' } },
    { name: 'a workspace', setting: { workspaceId: 'ws_1' } },
    {
      name: 'an ARN of another partition',
      setting: { alertsTopicArn: 'arn:aws-cn:sns:cn-north-1:111122223333:alerts' },
    },
    {
      name: 'an ARN that CDK knows only later',
      setting: { healthTopicArn: new Stack().formatArn({ service: 'sns', resource: 'x' }) },
    },
    {
      name: 'addresses as people have them',
      setting: { emails: ["o'hara@example.com", 'team+queue@mail.example.co.uk', 'a_b-c@example.museum'] },
    },
    { name: 'tags', setting: { tags: { team: 'agents', empty: '' } } },
    { name: 'an override of a watched environment', setting: { overrides: { env_a: { thresholds: {} } } } },
    {
      name: 'an objective, and a time of its own for one environment',
      setting: {
        slo: { pickupSeconds: 60, target: 0.95, applicationSignals: true },
        overrides: { env_a: { slo: { pickupSeconds: 300 } } },
      },
    },
    {
      name: 'overrides of any environment with all',
      setting: { environments: 'all', overrides: { env_z: {} } },
    },
  ])('$name', ({ setting }) => {
    expect(check(setting)).toMatchObject(setting);
  });
});

describe('checkConfig() refuses', () => {
  it.each([
    { name: 'http', setting: { baseUrl: 'http://api.qoder.com/api' }, path: 'baseUrl' },
    {
      name: 'http to a host that begins like loopback',
      setting: { baseUrl: 'http://127.0.0.1.evil.example/' },
      path: 'baseUrl',
    },
    { name: 'a user in the base URL', setting: { baseUrl: 'https://me@api.qoder.com/' }, path: 'baseUrl' },
    { name: 'a query in the base URL', setting: { baseUrl: 'https://api.qoder.com/?a=1' }, path: 'baseUrl' },
    { name: 'a repeated environment', setting: { environments: ['env_a', 'env_a'] }, path: 'environments' },
    { name: 'no environment', setting: { environments: [] }, path: 'environments' },
    { name: 'a repeated address', setting: { emails: ['a@example.com', 'a@example.com'] }, path: 'emails' },
    {
      name: "another service's ARN",
      setting: { alertsTopicArn: 'arn:aws:sqs:eu-west-1:1:q' },
      path: 'alertsTopicArn',
    },
    { name: 'a secret by name', setting: { tokenSecretArn: 'qoder' }, path: 'tokenSecretArn' },
    {
      name: 'a secret without its six characters',
      setting: { tokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token' },
      path: 'tokenSecretArn',
    },
    {
      name: 'an alias of a key',
      setting: { encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/a' },
      path: 'encryptionKeyArn',
    },
    { name: 'a bus with a blank in its name', setting: { eventBusName: 'my bus' }, path: 'eventBusName' },
    {
      name: "a partner's bus, which takes no events of others",
      setting: { eventBusName: 'aws.partner/example.com/1' },
      path: 'eventBusName',
    },
    {
      name: 'a rule in place of a bus',
      setting: { eventBusName: 'arn:aws:events:eu-west-1:111122223333:rule/incidents' },
      path: 'eventBusName',
    },
    { name: 'a yes in place of a bus', setting: { eventBusName: true }, path: 'eventBusName' },
    { name: "AWS's own tags", setting: { tags: { 'aws:team': 'a' } }, path: 'tags.aws:team' },
    { name: 'an unknown unit of metrics', setting: { metrics: 'all' }, path: 'metrics' },
    {
      name: 'alarms on metrics that lean ones leave out',
      setting: { metrics: 'lean', queueAlarms: true },
      path: 'queueAlarms',
    },
    {
      name: 'a time of its own without an objective',
      setting: { overrides: { env_a: { slo: { pickupSeconds: 300 } } } },
      path: 'overrides.env_a.slo',
    },
    {
      name: 'an objective that every environment is left out of',
      setting: { slo: { pickupSeconds: 60, target: 0.95 }, overrides: { env_a: { slo: 'off' } } },
      path: 'slo',
    },
    {
      name: 'an objective that nothing can miss',
      setting: { slo: { pickupSeconds: 60, target: 0 } },
      path: 'slo.target',
    },
    { name: 'a text for a number', setting: { logRetentionDays: '30' }, path: 'logRetentionDays' },
    { name: 'a text for yes', setting: { chat: 'yes' }, path: 'chat' },
    { name: 'an unknown condition', setting: { thresholds: { stuck: 'off' } }, path: 'thresholds.stuck' },
    {
      name: 'a warning above its critical in an override',
      setting: { overrides: { env_a: { thresholds: { 'queue-stuck': { warning: 901 } } } } },
      path: 'overrides.env_a.thresholds.queue-stuck',
    },
  ])('$name', ({ setting, path }) => {
    expect(check(setting)).toEqual([
      { path, value: expect.anything(), remedy: expect.stringMatching(/^(write|name|remove)/) },
    ]);
  });

  it('tells rule faults although another setting has the wrong shape', () => {
    const faults = check({ chat: 1, thresholds: { 'queue-stuck': { warning: 901 } } });

    expect(faults).toMatchObject([{ path: 'chat' }, { path: 'thresholds.queue-stuck' }]);
  });
});

describe('checkConfig() of a base URL with a password', () => {
  it('says what to remove, and does not repeat it', () => {
    expect(check({ baseUrl: 'https://me:secret@api.qoder.com/api' })).toEqual([
      {
        path: 'baseUrl',
        value: 'https://•••@api.qoder.com/api',
        remedy: 'remove the user and password: the token is the login',
      },
    ]);
  });
});
