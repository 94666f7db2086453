import { describe, expect, it } from 'vitest';
import {
  checkRemedy,
  readErrorLines,
  readErrorWords,
  tokenRemedy,
} from '../../../lambda/judge/read-errors.ts';

const error = (status: number | null, type: string) => ({ status, type, message: 'No', requestId: null });

describe('checkRemedy()', () => {
  it.each([
    [400, 'invalid_request_error', 'Only self_hosted environments'],
    [
      401,
      'authentication_error',
      'a valid token into QODER_PAT, or a valid key into QODER_SERVICE_ACCOUNT_KEY',
    ],
    [403, 'permission_error', 'the right to read this environment'],
    [404, 'not_found_error', 'Check the id'],
    [404, 'unexpected_response', 'it includes the prefix'],
    [429, 'rate_limit_error', 'Wait a moment'],
    [503, 'api_error', 'Try again; if it lasts'],
    [500, 'api_error', 'Try again; if it lasts'],
    [503, 'unexpected_response', 'it includes the prefix'],
    [302, 'unexpected_redirect', 'the final address'],
    [null, 'network_error', 'Check the network'],
    [null, 'timeout', '--timeout'],
    [null, 'deadline', '--timeout 600'],
    [418, 'teapot_error', 'Try again; if it lasts'],
    [null, 'key_refused', 'a key that is valid into QODER_SERVICE_ACCOUNT_KEY'],
    [null, 'exchange_failed', 'check the network and exchangeUrl'],
  ])('of status %s and type %s says %s', (status, type, part) => {
    expect(checkRemedy(error(status, type))).toContain(part);
  });
});

describe('tokenRemedy()', () => {
  it.each([
    [401, 'authentication_error', 'copy it again'],
    [403, 'permission_error', 'the right to read them, or store the token unchecked'],
    [404, 'unexpected_response', 'the base URL includes its prefix'],
    [429, 'rate_limit_error', 'try again later, or store the token unchecked'],
    [503, 'api_error', 'try again later, or store the token unchecked'],
    [200, 'unexpected_response', 'try again later, or store the token unchecked'],
    [null, 'key_refused', 'the service account key was refused: copy it again'],
    [
      null,
      'exchange_failed',
      'check exchangeUrl and the network of this machine, or store the key unchecked',
    ],
    [null, 'some_new_error', 'the network of this machine, or store the token unchecked'],
    [null, 'timeout', 'the network of this machine, or store the token unchecked'],
  ])('of status %s and type %s says %s', (status, type, part) => {
    expect(tokenRemedy(error(status, type))).toContain(part);
  });
});

/** What a message tells by: evidence, of which an older version may have stored any part. */
const factsOf = (reason: string | null, evidence: Readonly<Record<string, number | string>> = {}) => ({
  reason,
  tokenCommand: 'npx store',
  itemCount: 0,
  lasting: '3 min',
  where: 'this environment',
  isOfSeveral: false,
  number: (name: string) => (typeof evidence[name] === 'number' ? evidence[name] : null),
  text: (name: string) => (typeof evidence[name] === 'string' ? evidence[name] : null),
});

describe('readErrorWords()', () => {
  it.each<[string, ReturnType<typeof factsOf>, string, string]>([
    [
      'the status',
      factsOf('401', { status: 401, type: 'x' }),
      'the token is rejected',
      'Make a new token or key, and store it',
    ],
    [
      'a 500',
      factsOf('api_error', { status: 500, type: 'api_error' }),
      'an error of its own',
      'Wait; if it lasts',
    ],
    ['the status before the reason', factsOf('5xx', { status: 429 }), 'fewer requests', 'another program'],
    [
      'the status before the type',
      factsOf('x', { status: 403, type: 'timeout' }),
      'lacks the right',
      'Give the',
    ],
    ['the type', factsOf('network', { type: 'timeout' }), 'does not answer in time', 'is slow for you'],
    [
      'the type of an answer',
      factsOf('x', { status: 200, type: 'unexpected_response' }),
      'be understood',
      'newer',
    ],
    [
      'a reason that is a status',
      factsOf('401'),
      'the token is rejected',
      'Make a new token or key, and store it',
    ],
    ['a reason that is many', factsOf('5xx'), 'an error of its own', 'Wait; if it lasts'],
    ['a reason that is the network', factsOf('network'), 'cannot be reached', 'is down for you'],
    ['a reason that is a type', factsOf('timeout'), 'does not answer in time', 'is slow for you'],
    [
      'a type of the API',
      factsOf('other', { type: 'teapot_error' }),
      'no usable answer',
      'compare its error',
    ],
    ['a type that goes with a status', factsOf('not_found_error'), 'unknown to the API', 'correct or remove'],
    [
      'what kept it from a token, before the reason',
      factsOf('401', { type: 'key_refused' }),
      'the service account key was refused',
      'Make a new key',
    ],
    [
      'a reason that is what kept it from a token',
      factsOf('exchange_failed'),
      'the service account key cannot be exchanged',
      'check the exchangeUrl',
    ],
    ['nothing', factsOf(null), 'no usable answer', 'Run the command below'],
  ])('goes by %s', (_, facts, problem, step) => {
    const words = readErrorWords(facts);

    expect(words.problem).toContain(problem);
    expect(words.steps('npx store').join(' ')).toContain(step);
  });
});

describe('readErrorLines()', () => {
  it.each<[string, ReturnType<typeof factsOf>, (string | null)[]]>([
    [
      'everything',
      factsOf('401', { status: 401, type: 'x', message: 'No', requestId: 'req_1' }),
      ['HTTP 401, x, No', "request id req_1, for Qoder's support"],
    ],
    ['what is known', factsOf('network', { message: 'No' }), ['No', null]],
    ['nothing', factsOf(null), [null, null]],
  ])('says %s', (_, facts, lines) => {
    expect(readErrorLines(facts)).toEqual(lines);
  });
});
