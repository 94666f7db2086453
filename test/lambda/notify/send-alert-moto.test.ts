/** What fauxqs cannot show: MessageStructure json, and filter policies on a String.Array. */

import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toProgramAlert } from '../../../lambda/notify/program-json.ts';
import { sendAlert } from '../../../lambda/notify/send-alert.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { aContext, anAlert } from './an-alert.ts';
import { createQueue, type Queue, receive } from './moto-queue.ts';
import { type Moto, skipsMoto, startMoto } from './start-moto.ts';

const envelope = v.object({ Subject: v.string(), Message: v.string() });

describe.skipIf(skipsMoto)('sendAlert() on moto', () => {
  let moto: Moto;
  let sns: SNSClient;
  let sqs: SQSClient;

  beforeAll(async () => {
    moto = await startMoto();
    const config = { endpoint: moto.url, region: STAND_IN_REGION, credentials: STAND_IN_CREDENTIALS };
    sns = new SNSClient(config);
    sqs = new SQSClient(config);
  });
  afterAll(async () => {
    sns.destroy();
    sqs.destroy();
    await moto.close();
  });

  async function createTopic(name: string): Promise<string> {
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
    return TopicArn;
  }

  async function subscribeQueue(TopicArn: string, name: string, filterPolicy?: object): Promise<Queue> {
    const queue = await createQueue(sqs, name);
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queue.arn,
        Attributes: filterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(filterPolicy) },
      }),
    );
    return queue;
  }

  const receiveMessages = async (queue: Queue) =>
    (await receive(sqs, queue)).map((body) => v.parse(envelope, JSON.parse(body)));

  const send = (alertsTopicArn: string, environmentIds: readonly string[]) => {
    const alert = anAlert({ environmentIds });
    const deps = {
      client: sns,
      alertsTopicArn,
      chatTopicArn: null,
      context: aContext,
      redact: (text: string) => text,
      takenBy: new Map(),
    };
    return sendAlert(deps, alert, new AbortController().signal);
  };

  it('gives a protocol without words of its own the message for programs', async () => {
    const topicArn = await createTopic('structure');
    const queue = await subscribeQueue(topicArn, 'programs');

    await send(topicArn, ['env_a']);

    const [message] = await receiveMessages(queue);
    expect(JSON.parse(message?.Message ?? '')).toEqual(
      toProgramAlert(toMessage(anAlert({ environmentIds: ['env_a'] }), aContext)),
    );
  });

  it.each([
    ['its environment', { environmentIds: ['env_b'] }, 1],
    ['another environment', { environmentIds: ['env_c'] }, 0],
    ['a severity', { severity: ['critical'] }, 1],
    ['its environment and another severity', { environmentIds: ['env_b'], severity: ['warning'] }, 0],
    ['a condition and a change', { condition: ['queue-stuck'], change: ['opened'] }, 1],
  ])('a subscription that filters by %s gets it or not', async (name, filterPolicy, count) => {
    const id = name.replaceAll(' ', '-');
    const topicArn = await createTopic(id);
    const queue = await subscribeQueue(topicArn, id, filterPolicy);

    await send(topicArn, ['env_a', 'env_b']);

    expect(await receiveMessages(queue)).toHaveLength(count);
  });
});
