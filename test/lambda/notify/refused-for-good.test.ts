import { describe, expect, it } from 'vitest';
import { isRefusedForGood } from '../../../lambda/notify/refused-for-good.ts';

const anError = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

describe('isRefusedForGood()', () => {
  it.each([
    ['InvalidParameterException', 400],
    ['InvalidParameter', undefined],
    ['InvalidParameterValueException', 400],
    ['InvalidParameterValue', 400],
    ['ValidationException', 400],
    ['ValidationError', 400],
    ['ParameterValueInvalid', 400],
    ['ParameterValueInvalidException', 400],
    ['UserErrorException', 400],
    ['MalformedQueryString', 400],
    ['RequestEntityTooLarge', 413],
  ])('is true of %s', (name, status) => {
    expect(isRefusedForGood(anError(name, status))).toBe(true);
  });

  it.each([
    ['ThrottledException', 429],
    ['Throttling', 400],
    ['ThrottlingException', 400],
    ['RequestLimitExceeded', 400],
    ['TooManyRequestsException', 400],
    ['ExpiredToken', 400],
    ['RequestExpired', 400],
    ['IncompleteSignature', 400],
    ['InvalidSignatureException', 400],
    ['SignatureDoesNotMatch', 403],
    ['UnrecognizedClientException', 400],
    ['InvalidClientTokenId', 403],
    ['RequestTimeTooSkewed', 403],
    ['RequestTimeout', 400],
    ['AccessDeniedException', 400],
    ['AuthorizationErrorException', 403],
    ['OptInRequired', 400],
    ['KMSDisabledException', 400],
    ['KMSThrottlingException', 400],
    ['NotFoundException', 404],
    ['InternalErrorException', 500],
    ['ServiceUnavailable', 503],
    ['AbortError', undefined],
    ['TimeoutError', undefined],
  ])('is false of %s, which may pass', (name, status) => {
    expect(isRefusedForGood(anError(name, status))).toBe(false);
  });

  it.each([[null], ['InvalidParameterException'], [new Error('No metadata')]])(
    'is false of %s, which is no answer of SNS',
    (error) => {
      expect(isRefusedForGood(error)).toBe(false);
    },
  );
});
