import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../contract/deployment.ts';
import { readResources, toShare } from '../../lambda/config.ts';

const REQUIRED = {
  [VARIABLES.tokenSecretId]: 'secret',
  [VARIABLES.tableName]: 'table',
  [VARIABLES.alertsTopicArn]: 'arn:aws:sns:eu-central-1:123456789012:alerts',
};

describe('readResources()', () => {
  it('has defaults for what is optional', () => {
    expect(readResources(REQUIRED)).toEqual({
      baseUrl: new URL('https://api.qoder.com/api/v1/cloud'),
      tokenSecretId: 'secret',
      tableName: 'table',
      alertsTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alerts',
      chatTopicArn: null,
      eventBusName: null,
      metricNamespace: 'Qoder/WorkQueue',
      dashboardUrl: null,
      shard: 0,
    });
  });

  it('takes every variable, without blanks around it', () => {
    const resources = readResources({
      ...REQUIRED,
      [VARIABLES.baseUrl]: ' https://api.qoder.com.cn/api/v1/cloud/\n',
      [VARIABLES.chatTopicArn]: 'chat',
      [VARIABLES.eventBusName]: ' incidents ',
      [VARIABLES.metricNamespace]: 'Team/Queues',
      [VARIABLES.dashboardUrl]: 'https://dashboard.example',
    });

    expect(resources).toMatchObject({
      baseUrl: new URL('https://api.qoder.com.cn/api/v1/cloud'),
      chatTopicArn: 'chat',
      eventBusName: 'incidents',
      metricNamespace: 'Team/Queues',
      dashboardUrl: 'https://dashboard.example',
    });
  });

  it('names every fault at once, an empty variable as a missing one', () => {
    expect(() =>
      readResources({ [VARIABLES.tableName]: ' ', [VARIABLES.baseUrl]: 'http://api.example' }),
    ).toThrow(
      [
        "The function's environment is not valid:",
        '  TOKEN_SECRET_ID: missing: deploy the stack again: it sets this variable',
        '  TABLE_NAME: missing: deploy the stack again: it sets this variable',
        '  ALERTS_TOPIC_ARN: missing: deploy the stack again: it sets this variable',
        '  BaseUrl (QODER_BASE_URL): "http://api.example": write https:',
      ].join('\n'),
    );
  });
});

describe('toShare()', () => {
  it('is that of the shard which the variable names', () => {
    expect(toShare({ shards: 4 }, readResources({ ...REQUIRED, [VARIABLES.shard]: '3' }))).toEqual({
      index: 3,
      count: 4,
    });
  });

  it.each(['4', '-1', '1.5', 'first'])('refuses %s of four', (shard) => {
    expect(() => toShare({ shards: 4 }, readResources({ ...REQUIRED, [VARIABLES.shard]: shard }))).toThrow(
      /SHARD: .*deploy the stack again: it sets this variable, from 0 to 3/,
    );
  });
});
