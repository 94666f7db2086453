/** Several functions that share the environments: what there is of each, and what there is once. */
import { describe, expect, it } from 'vitest';
import { InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { checkConfig } from '../../infra/config/check-config.ts';
import { aMonitorConfig, resourceOf, resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const COUNT = 3;
const shared = synthesizeMonitor({ shards: COUNT });
const withTokens = synthesizeMonitor({ shards: COUNT, tokenPerShard: true });
const single = synthesizeMonitor();
const functionsOf = (template: typeof shared) => resourcesOf(template, 'AWS::Lambda::Function');
const variablesOf = (template: typeof shared) =>
  functionsOf(template).map(
    ([, { Properties }]) =>
      (Properties.Environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables,
  );

describe('a monitor of several shards', () => {
  it('is, with one, what it was without the setting', () => {
    const withoutCode = (template: typeof shared) =>
      JSON.stringify(template).replace(/[0-9a-f]{64}\.zip/g, 'asset.zip');

    expect(withoutCode(synthesizeMonitor({ shards: 1 }))).toBe(withoutCode(single));
    expect(variablesOf(single)[0]).not.toHaveProperty('SHARD');
  });

  it('has a function and a schedule for each, with one table, one log, one role and one secret', () => {
    const functions = functionsOf(shared);
    const [first] = functionsOf(single);

    expect(functions).toHaveLength(COUNT);
    expect(functions[0]?.[0]).toBe(first?.[0]);
    expect(variablesOf(shared).map(({ SHARD }) => SHARD)).toEqual([undefined, '1', '2']);
    expect(new Set(functions.map(([, { Properties }]) => JSON.stringify(Properties.Code))).size).toBe(1);
    const targets = resourcesOf(shared, 'AWS::Scheduler::Schedule').map(
      ([, { Properties }]) => (Properties.Target as { readonly Arn: unknown }).Arn,
    );
    expect(targets).toEqual(expect.arrayContaining(functions.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }))));
    for (const type of ['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup', 'AWS::SecretsManager::Secret'])
      expect(resourcesOf(shared, type)).toHaveLength(1);
    expect(new Set(variablesOf(shared).map((each) => JSON.stringify(each.TOKEN_SECRET_ID))).size).toBe(1);
  });

  it('keeps every resource of the only function, under its name', () => {
    expect(Object.keys(shared.Resources)).toEqual(expect.arrayContaining(Object.keys(single.Resources)));
    expect(Object.keys(withTokens.Resources)).toEqual(expect.arrayContaining(Object.keys(single.Resources)));
  });

  it('alarms when one of them has no successful run, and on the errors and the time of each', () => {
    const alarms = resourcesOf(shared, 'AWS::CloudWatch::Alarm');
    const dead = resourceOf(shared, 'AWS::CloudWatch::Alarm', 'NoSuccessfulRun');

    expect(dead.Properties).toMatchObject({
      MetricName: 'Runs',
      Statistic: 'Sum',
      Threshold: COUNT,
      ComparisonOperator: 'LessThanThreshold',
    });
    expect(String(dead.Properties.AlarmDescription)).toContain('not all of its 3 functions');
    expect(String(dead.Properties.AlarmDescription)).toContain('as the output StoreTokenCommand of');
    const { Properties } = resourceOf(withTokens, 'AWS::CloudWatch::Alarm', 'NoSuccessfulRun');
    expect(String(Properties.AlarmDescription)).toContain(
      'each of the outputs StoreTokenCommand, StoreTokenCommand1, …',
    );
    expect(alarms).toHaveLength(4 + 2 * (COUNT - 1));
    const watched = alarms.flatMap(([, { Properties }]) =>
      Properties.MetricName === 'Errors' ? [Properties.Dimensions] : [],
    );
    expect(watched).toEqual(
      expect.arrayContaining(
        functionsOf(shared).map(([id]) => [{ Name: 'FunctionName', Value: { Ref: id } }]),
      ),
    );
  });

  it('has a secret for each where each has a token, which its role may read, and a command to store it', () => {
    const secrets = resourcesOf(withTokens, 'AWS::SecretsManager::Secret').map(([id]) => id);
    const policies = JSON.stringify(resourcesOf(withTokens, 'AWS::IAM::Policy'));

    expect(secrets).toHaveLength(COUNT);
    expect(variablesOf(withTokens).map(({ TOKEN_SECRET_ID }) => TOKEN_SECRET_ID)).toEqual(
      secrets.map((id) => ({ Ref: id })),
    );
    for (const id of secrets) expect(policies).toContain(JSON.stringify({ Ref: id }));
    expect(Object.keys(withTokens.Outputs)).toEqual(
      expect.arrayContaining(['StoreTokenCommand', 'StoreTokenCommand1', 'StoreTokenCommand2']),
    );
    expect(Object.keys(shared.Outputs)).not.toContain('StoreTokenCommand1');
    expect(withTokens.Outputs.TokenSecretArn2).toMatchObject({
      Description: 'Holds the token, or the service account key, of shard 2',
      Value: { Ref: secrets[2] },
    });
  });

  it('tells the bus of each what it tells of one, by one permission', () => {
    const template = synthesizeMonitor({ shards: COUNT, eventBusName: 'incidents' });
    const buses = variablesOf(template).map((each) => JSON.stringify(each.EVENT_BUS_NAME));
    const statements = resourcesOf(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('events:PutEvents'),
    );

    expect(buses).toHaveLength(COUNT);
    expect(new Set(buses)).toEqual(new Set([expect.stringContaining('event-bus/incidents')]));
    // Of the role that all of them have.
    expect(statements).toHaveLength(1);
    expect(
      new Set(functionsOf(template).map(([, { Properties }]) => JSON.stringify(Properties.Role))).size,
    ).toBe(1);
  });

  it('has the objective, and the alarms on it, of one: its totals add up', () => {
    const slo = { pickupSeconds: 60, target: 0.95, applicationSignals: true };
    const objectiveOf = (template: typeof shared) =>
      Object.entries(template.Resources).filter(
        ([id, { Type }]) => /Pickups/.test(id) || /Signals/.test(Type),
      );

    const ofSeveral = objectiveOf(synthesizeMonitor({ shards: COUNT, slo }));
    expect(ofSeveral).toHaveLength(7);
    expect(ofSeveral).toEqual(objectiveOf(synthesizeMonitor({ slo })));
  });

  it.each([
    [{ shards: 0 }, /shards: 0: write a whole number from 1 to 8/],
    [{ shards: 9 }, /shards: 9: write a whole number from 1 to 8/],
    [{ shards: 2.5 }, /shards: 2.5: write a whole number from 1 to 8/],
    [{ tokenPerShard: true }, /tokenPerShard: true: remove it, or write how many shards there are/],
    [
      {
        shards: 2,
        tokenPerShard: true,
        tokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-AbCdEf',
      },
      /tokenSecretArn: .*one secret cannot hold a token for each shard/,
    ],
  ])('refuses %o', (settings, fault) => {
    const faults = checkConfig('default', { ...aMonitorConfig(), ...settings }, '');

    expect(() => {
      throw new InvalidInputError('It', Array.isArray(faults) ? faults : []);
    }).toThrow(fault);
  });

  it('is one where the settings of an older version say nothing of it', () => {
    const settings = { schemaVersion: 1, monitor: 'default', environments: 'all' };
    expect(parseWith(settingsSchema, settings, 'settings')).toMatchObject({
      shards: 1,
      tokenPerShard: false,
    });
  });
});
