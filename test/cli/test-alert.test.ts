import { afterEach, describe, expect, it } from 'vitest';
import { type Account, type AccountOptions, ALARM, STACK, startAccount } from './an-account.ts';
import { runScript } from './run-script.ts';

const topicArn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const SUBJECT = 'CRITICAL: TEST ALERT, all is well (env_test): work has waited 15 min and no worker is there';

let account: Account;
afterEach(() => account.close());

async function testAlert(options: AccountOptions = {}, ...args: string[]) {
  account = await startAccount(options);
  return runScript('test-alert', ['--stack', STACK, ...args], account.env);
}

/** Attributes of a Publish call, by name. */
function attributesOf(form: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.entries(form).filter(([key]) => /^MessageAttributes\.entry\.\d+\.Name$/.test(key));
  return Object.fromEntries(
    names.map(([key, name]) => [name, form[key.replace(/Name$/, 'Value.StringValue')] ?? '']),
  );
}

describe('test-alert', () => {
  it('sends through each topic what a real message would be, marked as a test, and flips the alarm', async () => {
    const { exitCode, stderr } = await testAlert({ outputs: { ChatTopicArn: topicArn('chat') } });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [alert, chat, health, ...more] = account.published();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ TopicArn: topicArn('alerts'), Subject: SUBJECT, MessageStructure: 'json' });
    expect(attributesOf(alert ?? {})).toEqual({
      environmentIds: '["env_test"]',
      condition: 'queue-stuck',
      severity: 'critical',
      change: 'opened',
    });
    const texts = JSON.parse(alert?.Message ?? '');
    expect(JSON.parse(texts.https)).toMatchObject({
      schemaVersion: 1,
      monitor: 'default',
      environmentName: 'TEST ALERT, all is well',
      evidence: { test: 'sent by qoder-monitor test-alert: nothing is wrong' },
      links: { runbook: 'https://example.com/runbook.md#queue-stuck' },
    });
    for (const protocol of ['email', 'sms']) expect(texts[protocol]).toContain('TEST ALERT, all is well');
    expect(chat?.TopicArn).toBe(topicArn('chat'));
    expect(JSON.parse(chat?.Message ?? '')).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { title: expect.stringContaining('TEST ALERT, all is well') },
    });
    expect(health).toMatchObject({
      TopicArn: topicArn('health'),
      Subject: 'TEST: alarms of the Qoder monitor default',
    });
    expect(attributesOf(health ?? {})).toEqual({});
    expect(account.setAlarms()).toEqual([
      {
        AlarmName: ALARM,
        StateValue: 'ALARM',
        StateReason:
          'Test by qoder-monitor test-alert: nothing is wrong. The next evaluation sets the state back.',
      },
    ]);
  });

  it('says what should have arrived where, and what keeps it from arriving', async () => {
    const { stdout } = await testAlert({
      subscriptions: [
        { topicArn: topicArn('alerts'), protocol: 'email', endpoint: 'me@example.com', isConfirmed: true },
        { topicArn: topicArn('alerts'), protocol: 'email', endpoint: 'new@example.com', isConfirmed: false },
        {
          topicArn: topicArn('alerts'),
          protocol: 'https',
          endpoint: 'https://example.com/hook',
          isConfirmed: true,
          filterPolicy: '{"environmentIds": ["env_a"]}',
        },
      ],
    });

    expect(stdout.split('\n\n')[0]).toBe(
      [
        `Topic alerts: sent "${SUBJECT}".`,
        '  email me@example.com: should have it',
        '  email new@example.com: NOT CONFIRMED, gets nothing: open the mail "AWS Notification - Subscription Confirmation" and follow its link',
        '  https https://example.com/hook: has it only if its filter lets it pass: {"environmentIds": ["env_a"]}',
        'Topic health: sent "TEST: alarms of the Qoder monitor default".',
        '  nobody is subscribed: add emails to the configuration and deploy',
        `Alarm ${ALARM}: set to ALARM.`,
        '  everyone on the topic health: should have "ALARM: …" now, and "OK: …" when it goes back by itself, within a few minutes',
      ].join('\n'),
    );
    expect(stdout).toContain('If something has not arrived:');
  });

  const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/incidents';

  it('puts a test on the event bus where there is one, never of an environment that a rule may act for', async () => {
    const { exitCode, stdout } = await testAlert(
      { outputs: { EventBusName: BUS } },
      '--environment',
      'env_a',
    );

    const [event, ...more] = account.putEvents();
    expect([exitCode, more]).toEqual([0, []]);
    expect(event).toMatchObject({
      EventBusName: BUS,
      DetailType: 'Qoder Work Queue Incident v1',
      Resources: ['env_test'],
    });
    expect(JSON.parse(event?.Detail ?? '')).toMatchObject({
      environmentIds: ['env_test'],
      environmentName: 'TEST ALERT, all is well',
    });
    expect(stdout).toContain(`Event bus ${BUS}: put a test of env_test on it.`);
  });

  it('says that the event bus refused, and does all the rest', async () => {
    const { exitCode, stdout } = await testAlert({
      outputs: { EventBusName: BUS },
      denied: ['PutEvents'],
    });

    expect([exitCode, account.published().length, account.setAlarms().length]).toEqual([1, 2, 1]);
    expect(stdout).toMatch(
      /\nPutting a test on the event bus \S+ failed: .*PutEvents; use credentials that have this right\n/,
    );
  });

  it('is about the environment that --environment names, for filters', async () => {
    await testAlert({}, '--environment', 'env_a');

    const [alert] = account.published();
    expect(attributesOf(alert ?? {}).environmentIds).toBe('["env_a"]');
  });

  it.each<[string, AccountOptions, RegExp]>([
    [
      'topics refuse',
      { denied: ['Publish'] },
      /^Sending to the topic alerts \(arn:\S+\) failed: .*Publish; use credentials that have this right\nSending to the topic health .*\nAlarm \S+: set to ALARM/,
    ],
    [
      'the alarm may not be set',
      { denied: ['SetAlarmState'] },
      /\nSetting the alarm \S+ failed: .*SetAlarmState; use credentials that have this right\n/,
    ],
    [
      'the alarm is in ALARM already',
      { alarmState: 'ALARM' },
      /\nThe alarm \S+ is in ALARM already, so setting it would send nothing: no run succeeds\. Store a token/,
    ],
  ])('goes on and exits with 1 when %s', async (_name, options, text) => {
    const { exitCode, stdout, stderr } = await testAlert(options);

    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(text);
  });

  it('has sent what it sent when only the subscriptions may not be listed', async () => {
    const { exitCode, stdout } = await testAlert({ denied: ['ListSubscriptionsByTopic'] });

    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'ListSubscriptionsByTopic; use credentials that have this right, or look in the SNS console',
    );
  });

  it.each([
    [
      'an environment that is none',
      ['--environment', 'prod'],
      2,
      /^test-alert: --environment is "prod": write an environment id/,
    ],
    ['another stack', ['--stack', 'QoderMonitor-x'], 1, /^test-alert: There is no stack QoderMonitor-x/],
  ])('refuses %s and sends nothing', async (_name, args, expected, sentence) => {
    const { exitCode, stderr } = await testAlert({}, ...args);

    expect(exitCode).toBe(expected);
    expect(stderr).toMatch(sentence);
    expect(account.published()).toEqual([]);
  });
});
