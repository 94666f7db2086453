import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toChatCard } from '../../../lambda/notify/chat-card.ts';
import { toEmail } from '../../../lambda/notify/email.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toProgramAlert } from '../../../lambda/notify/program-json.ts';
import { sendAlert } from '../../../lambda/notify/send-alert.ts';
import { toSms, toSubject } from '../../../lambda/notify/short-texts.ts';
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
