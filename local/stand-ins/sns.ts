/**
 * Stands in for SNS: fauxqs delivers each topic to a queue, which is what its subscribers got. In front of
 * it stands what fauxqs lacks: the rules of Publish, and messages by protocol.
 */

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import { type Loopback, startLoopback } from '../loopback-server.ts';
import { answerFailure, answerXmlRefusal, RefusedError } from './answers.ts';
import { STAND_IN_REGION } from './credentials.ts';
import { checkPublish } from './sns-rules.ts';
import type { Traffic } from './traffic.ts';

export interface DeliveredMessage {
  readonly subject: string | null;
  /** Values as they were sent: an array is JSON text. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What a subscriber of each protocol gets. */
  readonly email: string;
  readonly sms: string;
  readonly https: string;
  readonly sqs: string;
}

export interface SnsStandIn extends Loopback {
  readonly alertsTopicArn: string;
  readonly chatTopicArn: string;
  /** Oldest first. */
  readonly alerts: () => readonly DeliveredMessage[];
  readonly chatMessages: () => readonly DeliveredMessage[];
  readonly forgetMessages: () => void;
}

const envelopeSchema = v.object({
  Subject: v.optional(v.nullable(v.string()), null),
  Message: v.string(),
  MessageAttributes: v.optional(v.record(v.string(), v.object({ Value: v.string() })), {}),
});

export async function startSns(traffic: Traffic): Promise<SnsStandIn> {
  const fauxqs = await startFauxqs({
    port: 0,
    host: '127.0.0.1',
    logger: false,
    defaultRegion: STAND_IN_REGION,
  });
  const alertsTopicArn = createTopicWithQueue(fauxqs, 'alerts');
  const chatTopicArn = createTopicWithQueue(fauxqs, 'chat');

  const front = await startLoopback(async ({ headers }, body, response) => {
    const form = new URLSearchParams(body.toString('utf8'));
    const failure = traffic.admit('sns', form.get('Action') ?? '');
    if (failure !== null) return answerFailure(failure, response, answerXmlRefusal);
    try {
      checkPublish(form);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return answerXmlRefusal(response, error);
    }
    await forward(fauxqs, headers, body, response);
  });

  return {
    url: front.url,
    alertsTopicArn,
    chatTopicArn,
    alerts: () => readQueue(fauxqs, 'alerts'),
    chatMessages: () => readQueue(fauxqs, 'chat'),
    forgetMessages: () => fauxqs.reset(),
    close: async () => {
      await front.close();
      await fauxqs.stop();
    },
  };
}

async function forward(
  fauxqs: FauxqsServer,
  { authorization = '', 'content-type': contentType = '' }: IncomingHttpHeaders,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(fauxqs.address, {
    method: 'POST',
    // fauxqs reads the region of the topic from the signature.
    headers: { 'content-type': contentType, authorization },
    body: new Uint8Array(body),
  });
  response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(await answer.text());
}

function createTopicWithQueue(fauxqs: FauxqsServer, name: string): string {
  fauxqs.createQueue(name);
  const { topicArn } = fauxqs.createTopic(name);
  fauxqs.subscribe({ topic: name, queue: name });
  return topicArn;
}

function readQueue(fauxqs: FauxqsServer, name: string): DeliveredMessage[] {
  const messages = fauxqs.inspectQueue(name)?.messages.ready ?? [];
  return messages.map(({ body }) => toDelivered(v.parse(envelopeSchema, JSON.parse(body))));
}

function toDelivered(envelope: v.InferOutput<typeof envelopeSchema>): DeliveredMessage {
  const { Subject, Message, MessageAttributes } = envelope;
  const texts = byProtocol(Message);
  return {
    subject: Subject,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]),
    ),
    ...texts,
  };
}

/** fauxqs passes on the whole object of protocols; SNS gives each subscriber its own text, or the default. */
function byProtocol(message: string): Pick<DeliveredMessage, 'email' | 'sms' | 'https' | 'sqs'> {
  const parsed = v.safeParse(v.looseObject({ default: v.string() }), parseJson(message));
  const textFor = (protocol: string) => {
    if (!parsed.success) return message;
    const own = parsed.output[protocol];
    return typeof own === 'string' ? own : parsed.output.default;
  };
  return { email: textFor('email'), sms: textFor('sms'), https: textFor('https'), sqs: textFor('sqs') };
}
