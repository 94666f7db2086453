/**
 * Stands in for SNS: fauxqs delivers each topic to a queue, which is what its subscribers got. In front of
 * it stands what fauxqs lacks: the rules of Publish, and messages by protocol.
 */

import type { IncomingHttpHeaders } from 'node:http';
import { buildApp } from 'fauxqs';
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
  const fauxqs = openFauxqs();
  const alerts = await subscribeToNew(fauxqs, 'alerts');
  const chat = await subscribeToNew(fauxqs, 'chat');

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
    const answer = await forward(fauxqs, headers, body);
    // Whoever has published finds it delivered.
    for (const { receive } of [alerts, chat]) await receive();
    response.writeHead(answer.statusCode, { 'content-type': 'text/xml' }).end(answer.body);
  });

  return {
    url: front.url,
    alertsTopicArn: alerts.topicArn,
    chatTopicArn: chat.topicArn,
    alerts: () => [...alerts.received],
    chatMessages: () => [...chat.received],
    forgetMessages: () => {
      for (const { received } of [alerts, chat]) received.length = 0;
    },
    close: front.close,
  };
}

type Fauxqs = (headers: IncomingHttpHeaders, body: string | Buffer) => Promise<Answer>;

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** Asked without a socket: a server of its own would listen to the whole network. */
function openFauxqs(): Fauxqs {
  const app = buildApp({ logger: false, defaultRegion: STAND_IN_REGION });
  return (headers, payload) => app.inject({ method: 'POST', url: '/', headers, payload });
}

function forward(
  fauxqs: Fauxqs,
  { authorization = '', 'content-type': contentType = '' }: IncomingHttpHeaders,
  body: Buffer,
): Promise<Answer> {
  // fauxqs reads the region of the topic from the signature.
  return fauxqs({ 'content-type': contentType, authorization }, body);
}

interface Subscribed {
  readonly topicArn: string;
  /** Oldest first. */
  readonly received: DeliveredMessage[];
  readonly receive: () => Promise<void>;
}

/** A topic, with a queue as the only one that is subscribed to it. */
async function subscribeToNew(fauxqs: Fauxqs, name: string): Promise<Subscribed> {
  const QueueUrl = `http://127.0.0.1/000000000000/${name}`;
  await askSqs(fauxqs, 'CreateQueue', { QueueName: name });
  const topicArn = textIn(await askSns(fauxqs, { Action: 'CreateTopic', Name: name }), 'TopicArn');
  const queueArn = topicArn.replace(':sns:', ':sqs:');
  await askSns(fauxqs, { Action: 'Subscribe', TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn });
  const received: DeliveredMessage[] = [];
  const receive = async () => {
    const { Messages = [] } = v.parse(
      receivedSchema,
      await askSqs(fauxqs, 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body, ReceiptHandle } of Messages) {
      received.push(toDelivered(v.parse(envelopeSchema, JSON.parse(Body))));
      await askSqs(fauxqs, 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
  };
  return { topicArn, received, receive };
}

const receivedSchema = v.object({
  Messages: v.optional(v.array(v.object({ Body: v.string(), ReceiptHandle: v.string() }))),
});

async function askSqs(fauxqs: Fauxqs, action: string, input: object): Promise<unknown> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
  const { body } = requireOk(action, await fauxqs(headers, JSON.stringify(input)));
  return parseJson(body);
}

async function askSns(fauxqs: Fauxqs, form: Readonly<Record<string, string>>): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return requireOk(form.Action ?? '', await fauxqs(headers, new URLSearchParams(form).toString())).body;
}

function requireOk(action: string, answer: Answer): Answer {
  if (answer.statusCode === 200) return answer;
  throw new Error(`fauxqs refused ${action}: ${answer.statusCode} ${answer.body}`);
}

const textIn = (xml: string, tag: string): string => xml.split(`<${tag}>`)[1]?.split('<')[0] ?? '';

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
