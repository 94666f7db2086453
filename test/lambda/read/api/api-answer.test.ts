import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toApiAnswer } from '../../../../lambda/read/api/answer.ts';
import { QoderError, toReadError } from '../../../../lambda/read/api/qoder-error.ts';

const SUBJECT = 'GET /environments/env_a/work';

function read(status: number, body: unknown, headers: Record<string, string> = {}) {
  const bodyText = typeof body === 'string' ? body : JSON.stringify(body);
  const header = (name: string) => headers[name] ?? null;
  return toApiAnswer({ status, bodyText, header }, SUBJECT, (text, maxLength) => text.slice(0, maxLength));
}

describe('toApiAnswer()', () => {
  it.each([200, 201, 299])('passes on the body of a %i', (status) => {
    expect(read(status, { data: [] }, { 'request-id': 'req_9' })).toEqual({
      subject: SUBJECT,
      status,
      requestId: 'req_9',
      body: { data: [] },
    });
  });

  const BROKEN = 'unexpected_response';
  const error = { type: 'permission_error', message: 'Not authorized' };

  it.each([
    {
      name: 'the API says all',
      answer: read(403, { type: 'error', request_id: 'req_1', error }, { 'x-request-id': 'req_2' }),
      expected: {
        status: 403,
        type: 'permission_error',
        requestId: 'req_1',
        told: 'answered 403 permission_error: Not authorized',
      },
    },
    {
      name: 'an older API names the request in a header',
      answer: read(403, { error }, { 'x-request-id': 'req_2', 'request-id': 'req_3' }),
      expected: {
        status: 403,
        type: 'permission_error',
        requestId: 'req_2',
        told: 'answered 403 permission_error: Not authorized',
      },
    },
    {
      name: 'there is no message',
      answer: read(404, { error: { type: 'not_found_error' } }),
      expected: {
        status: 404,
        type: 'not_found_error',
        requestId: null,
        told: 'answered 404 not_found_error: no message',
      },
    },
    {
      name: 'the message is long',
      answer: read(400, { error: { type: 'invalid_request_error', message: 'x'.repeat(600) } }),
      expected: {
        status: 400,
        type: 'invalid_request_error',
        requestId: null,
        told: `answered 400 invalid_request_error: ${'x'.repeat(500)}`,
      },
    },
    {
      name: 'a gateway answers in HTML',
      answer: read(503, '<html>pt-secret</html>', { 'x-request-id': 'req_2' }),
      expected: { status: 503, type: BROKEN, requestId: 'req_2', told: 'answered 503 without saying why' },
    },
    {
      name: 'the connection ends without a body',
      answer: read(429, ''),
      expected: { status: 429, type: BROKEN, requestId: null, told: 'answered 429 without saying why' },
    },
    {
      name: 'error is a text',
      answer: read(500, { error: 'boom', request_id: 7 }),
      expected: { status: 500, type: BROKEN, requestId: null, told: 'answered 500 without saying why' },
    },
    {
      name: 'a redirect',
      answer: read(302, { error }),
      expected: {
        status: 302,
        type: 'unexpected_redirect',
        requestId: null,
        told: 'answered 302, a redirect, which is not followed: write the final address as the base URL',
      },
    },
    {
      name: 'a 200 is HTML',
      answer: read(200, '<html>pt-secret</html>'),
      expected: {
        status: 200,
        type: BROKEN,
        requestId: null,
        told: 'answered 200, but the body is not JSON: check the base URL',
      },
    },
    {
      name: 'a 200 is empty',
      answer: read(200, ''),
      expected: {
        status: 200,
        type: BROKEN,
        requestId: null,
        told: 'answered 200, but the body is not JSON: check the base URL',
      },
    },
  ])('tells what happened when $name', ({ answer, expected: { told, ...facts } }) => {
    expect(answer).toBeInstanceOf(QoderError);
    expect(toReadError(answer)).toEqual({ ...facts, message: `${SUBJECT} ${told}` });
  });

  it('never throws', () => {
    const body = fc.oneof(fc.string(), fc.json());

    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), body, (status, text) => {
        expect(read(status, text)).toMatchObject({ status });
      }),
    );
  });
});
