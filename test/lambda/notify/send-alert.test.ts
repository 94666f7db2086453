import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { newRow } from '../../../lambda/model/row.ts';
import { toChatCard } from '../../../lambda/notify/chat-card.ts';
import { drainOutbox } from '../../../lambda/notify/drain-outbox.ts';
import { toEmail } from '../../../lambda/notify/email.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { PLAIN_SUBJECT } from '../../../lambda/notify/plain-message.ts';
import { toProgramAlert } from '../../../lambda/notify/program-json.ts';
import { UndeliverableError } from '../../../lambda/notify/refused-for-good.ts';
import { MOST_TAKEN_COUNT, sendAlert } from '../../../lambda/notify/send-alert.ts';
import { toSms, toSubject } from '../../../lambda/notify/short-texts.ts';
import { createRedact } from '../../../lambda/redact.ts';
import { describeError } from '../../../lambda/run-errors.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { type SnsStandIn, startSns } from '../../../local/stand-ins/sns.ts';
import { createTraffic, type Traffic } from '../../../local/stand-ins/traffic.ts';
import { aContext, anAlert, someItems } from './an-alert.ts';

const signal = new AbortController().signal;

let traffic: Traffic;
let sns: SnsStandIn;
let client: SNSClient;

beforeEach(async () => {
  traffic = createTraffic(() => 0);
  sns = await startSns(traffic);
  client = new SNSClient({
    endpoint: sns.url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

const depsWith = (chatTopicArn: string | null) => ({
  client,
  alertsTopicArn: sns.alertsTopicArn,
  chatTopicArn,
  context: aContext,
  redact: createRedact(() => ['pt-secret-1']),
  takenBy: new Map(),
});

describe('sendAlert()', () => {
  it('delivers each protocol its text, and the attributes', async () => {
    const alert = anAlert({ items: someItems(20, 1620), itemCount: 34, environmentName: '夜间 "reports"' });

    await sendAlert(depsWith(null), alert, signal);

    const program = JSON.stringify(toProgramAlert(toMessage(alert, aContext)));
    expect(sns.alerts()).toEqual([
      {
        subject: toSubject(toMessage(alert, aContext)),
        attributes: {
          environmentIds: '["env_019e64e01a137caf"]',
          condition: 'queue-stuck',
          severity: 'critical',
          change: 'opened',
        },
        email: toEmail(toMessage(alert, aContext)),
        sms: toSms(toMessage(alert, aContext)),
        https: program,
        sqs: program,
      },
    ]);
    expect(sns.chatMessages()).toEqual([]);
  });

  it('delivers the card to the chat topic where there is one', async () => {
    await sendAlert(depsWith(sns.chatTopicArn), anAlert(), signal);

    expect(sns.chatMessages().map(({ sqs }) => JSON.parse(sqs))).toEqual([
      toChatCard(toMessage(anAlert(), aContext)),
    ]);
    expect(sns.alerts()).toHaveLength(1);
  });

  it('fails when one topic fails, after having tried the other', async () => {
    const missingTopicArn = `${sns.chatTopicArn}-missing`;

    const sending = sendAlert(depsWith(missingTopicArn), anAlert(), signal);

    await expect(sending).rejects.toThrow(
      'Sending alert env_019e64e01a137caf.queue-stuck.20261124T171500Z.1 failed: NotFoundException: Topic does not exist',
    );
    expect(sns.alerts()).toHaveLength(1);
  });

  it('sends again only to the topic that has not taken it', async () => {
    const deps = depsWith(sns.chatTopicArn);
    const missing = { ...deps, chatTopicArn: `${sns.chatTopicArn}-missing` };
    for (let minute = 0; minute < 3; minute++) {
      await expect(sendAlert(missing, anAlert(), signal)).rejects.toThrow('Topic does not exist');
    }

    await sendAlert(deps, anAlert(), signal);

    expect([sns.alerts().length, sns.chatMessages().length]).toEqual([1, 1]);
    expect(deps.takenBy).toEqual(new Map());
  });

  it('remembers what was taken of so many alerts and no more, and first forgets who waits no longer', async () => {
    const ofBefore = Array.from({ length: MOST_TAKEN_COUNT - 1 }, (_, index) => `older-${index}`);
    const deps = {
      ...depsWith(`${sns.chatTopicArn}-missing`),
      takenBy: new Map(['waits', ...ofBefore].map((id) => [id, new Set([sns.alertsTopicArn])])),
    };
    const fail = (messageId: string) =>
      expect(sendAlert(deps, anAlert({ messageId }), signal)).rejects.toThrow('Topic does not exist');

    await fail('waits');
    await fail('newest');

    const ids = [...deps.takenBy.keys()];
    expect(ids).toHaveLength(MOST_TAKEN_COUNT);
    expect([ids[0], ...ids.slice(-2)]).toEqual(['older-1', 'waits', 'newest']);
    expect(sns.alerts()).toHaveLength(1);
  });

  it('names what both topics said when both fail', async () => {
    traffic.failNext('sns', 'always', 500);

    const error = await sendAlert(depsWith(sns.chatTopicArn), anAlert(), signal).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(AggregateError);
    expect(error.errors).toHaveLength(2);
    expect(sns.alerts()).toEqual([]);
  });

  it('ends at its signal although the service hangs', async () => {
    traffic.failNext('sns', 1, 'hang');
    const controller = new AbortController();
    const sending = sendAlert(depsWith(null), anAlert(), controller.signal);
    controller.abort();

    await expect(sending).rejects.toThrow('AbortError');
  });
});

describe('sendAlert() with what SNS refuses for good', () => {
  /** SNS takes no empty attribute; a change that has no words cannot be told at all. */
  const refused: Alert = { ...anAlert(), ...JSON.parse('{"severity":""}') };
  const wordless: Alert = { ...anAlert(), ...JSON.parse('{"change":"renamed"}') };
  const PLAIN_LINES = [
    'monitor: default',
    'message: env_019e64e01a137caf.queue-stuck.20261124T171500Z.1',
    'environment: env_019e64e01a137caf',
    'See it with: npx qoder-work-queue-monitor check --environment env_019e64e01a137caf',
  ];

  it.each([
    [refused, 'InvalidParameterException', { condition: 'queue-stuck', change: 'opened' }],
    [wordless, 'Error', { condition: 'queue-stuck', severity: 'critical' }],
  ])('publishes a plain message in its place, and says so (%#)', async (alert, reason, attributes) => {
    const replaced = await sendAlert(depsWith(null), alert, signal);

    const [{ subject, email, sms, https, attributes: sent } = expect.fail('nothing sent'), ...others] =
      sns.alerts();
    expect([subject, others, sent]).toEqual([PLAIN_SUBJECT, [], attributes]);
    expect(email.split('\n')).toEqual(expect.arrayContaining(PLAIN_LINES));
    expect(email).toContain(`The full message was refused (${reason})`);
    expect([sms, https]).toEqual([email, email]);
    expect(replaced?.message).toBe(
      `Alert ${alert.messageId} was refused, and a plain message sent in its place`,
    );
  });

  it('lets those behind it follow, in order', async () => {
    const outbox = [
      anAlert({ messageId: 'm.1' }),
      { ...refused, messageId: 'm.2' },
      anAlert({ messageId: 'm.3' }),
    ];
    const value: EnvironmentState = { ...EMPTY_STATE, outbox };
    const row = { ...newRow('environment', 'env_a'), value };
    const deps = depsWith(sns.chatTopicArn);
    const send = (alert: Alert) => sendAlert(deps, alert, signal);

    const delivery = await drainOutbox(row, {
      send,
      sendEvents: null,
      save: async (saved) => saved,
      scheduledAt: new Date(0),
      signal,
    });

    expect(sns.alerts().map(({ sqs }) => /m\.\d/.exec(sqs)?.[0])).toEqual(['m.1', 'm.2', 'm.3']);
    expect(sns.chatMessages()).toHaveLength(3);
    expect([delivery.sentCount, delivery.waitingCount, delivery.row.value.outbox]).toEqual([3, 0, []]);
    expect(describeError(delivery.sendError)).toContain('Alert m.2 was refused');
  });

  it('publishes a plain card to the chat topic', async () => {
    await sendAlert(depsWith(sns.chatTopicArn), wordless, signal);

    const [card] = sns.chatMessages().map(({ sqs }) => JSON.parse(sqs));
    expect(card).toMatchObject({ version: '1.0', source: 'custom', content: { title: PLAIN_SUBJECT } });
    expect(card.content.description.split('\n')).toEqual(expect.arrayContaining(PLAIN_LINES));
  });

  it('says that an alert is undeliverable when the plain message is refused too', async () => {
    client.middlewareStack.add(
      (next) => (args) => next({ ...args, input: { ...args.input, Subject: ' ' } }),
      {
        step: 'initialize',
      },
    );

    const sending = sendAlert(depsWith(null), anAlert(), signal);

    await expect(sending).rejects.toThrow(UndeliverableError);
    expect(traffic.calls()).toHaveLength(2);
    expect(sns.alerts()).toEqual([]);
  });

  it('is not undeliverable while a topic may still take it', async () => {
    const missing = { ...depsWith(`${sns.chatTopicArn}-missing`), alertsTopicArn: sns.alertsTopicArn };

    const error = await sendAlert(missing, refused, signal).catch((thrown) => thrown);

    expect([error.name, sns.alerts().length]).toEqual(['AggregateError', 1]);
  });

  it.each(['throttle', 500] as const)('sends no plain message after %s: it may pass', async (how) => {
    traffic.failNext('sns', 1, how);

    await expect(sendAlert(depsWith(null), anAlert(), signal)).rejects.toThrow('Sending alert');

    expect([traffic.calls().length, sns.alerts()]).toEqual([1, []]);
  });
});

describe('sendAlert() with the token in an id or a name', () => {
  it('publishes it in no protocol', async () => {
    const items = someItems(1, 1620).map((item) => ({
      ...item,
      id: 'work_PT-SECRET-1',
      sessionId: 'pt-secret-1',
    }));
    const alert = anAlert({
      environmentIds: ['env_pt-secret-1'],
      environmentName: 'pt-secret-1',
      messageId: 'env_pt-secret-1.queue-stuck.1',
      incidentId: 'env_pt-secret-1.queue-stuck',
      items,
    });

    await sendAlert(depsWith(sns.chatTopicArn), alert, signal);

    const sent = JSON.stringify([sns.alerts(), sns.chatMessages()]);
    expect([sns.alerts().length, sns.chatMessages().length]).toEqual([1, 1]);
    expect(sent).not.toMatch(/secret-1/i);
  });
});
