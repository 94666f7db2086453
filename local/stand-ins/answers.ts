/** Answers in the protocols of AWS: JSON for most services, XML for SNS. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FailureKind } from './traffic.ts';

/** A request that AWS would refuse. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export type AnswerRefusal = (response: ServerResponse, refusal: RefusedError) => void;

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

export const answerJsonRefusal: AnswerRefusal = (response, { code, message, status }) =>
  answerJson(response, status, { __type: code, message });

export const answerXmlRefusal: AnswerRefusal = (response, { code, message, status }) => {
  const type = status < 500 ? 'Sender' : 'Receiver';
  response
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${type}</Type>` +
        `<Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`,
    );
};

/** Answers as ordered; a hanging request is left open until the server closes. */
export function answerFailure(how: FailureKind, response: ServerResponse, answer: AnswerRefusal): void {
  if (how === 'throttle') answer(response, new RefusedError('ThrottlingException', 'Rate exceeded'));
  if (how === 500) answer(response, new RefusedError('InternalFailure', 'Told to fail', 500));
}

/** `PutMetricData` of `X-Amz-Target: GraniteServiceVersion20100801.PutMetricData`. */
export function jsonAction({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (found) => `&#${found.charCodeAt(0)};`);
}
