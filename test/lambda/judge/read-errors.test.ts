import { describe, expect, it } from 'vitest';
import { checkRemedy, tokenRemedy } from '../../../lambda/judge/read-errors.ts';

const error = (status: number | null, type: string) => ({ status, type, message: 'No', requestId: null });

describe('checkRemedy()', () => {
  it.each([
    [400, 'invalid_request_error', 'Only self_hosted environments'],
    [401, 'authentication_error', 'into QODER_PAT'],
    [403, 'permission_error', 'the right to read this environment'],
    [404, 'not_found_error', 'Check the id'],
    [404, 'unexpected_response', 'it includes the prefix'],
    [429, 'rate_limit_error', 'Wait a moment'],
    [503, 'api_error', 'Try again; if it lasts'],
    [503, 'unexpected_response', 'it includes the prefix'],
    [302, 'unexpected_redirect', 'the final address'],
    [null, 'network_error', 'Check the network'],
    [null, 'timeout', '--timeout'],
    [null, 'deadline', '--timeout 600'],
    [418, 'teapot_error', 'Try again; if it lasts'],
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
    [null, 'timeout', 'the network of this machine, or store the token unchecked'],
  ])('of status %s and type %s says %s', (status, type, part) => {
    expect(tokenRemedy(error(status, type))).toContain(part);
  });
});
