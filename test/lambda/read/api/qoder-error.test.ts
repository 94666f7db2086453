import { describe, expect, it } from 'vitest';
import { QoderError, toReadError, withNote } from '../../../../lambda/read/api/qoder-error.ts';

const ERROR = new QoderError('GET /environments answered 403 permission_error: no', {
  status: 403,
  type: 'permission_error',
  requestId: 'req_1',
});

describe('toReadError()', () => {
  it('keeps the facts of a QoderError', () => {
    expect(toReadError(ERROR)).toEqual({
      status: 403,
      type: 'permission_error',
      message: 'GET /environments answered 403 permission_error: no',
      requestId: 'req_1',
    });
  });

  it('throws what is a fault of our own', () => {
    const bug = new TypeError('undefined is not a function');

    expect(() => toReadError(bug)).toThrow(bug);
  });
});

describe('withNote()', () => {
  it('says more and changes nothing else', () => {
    expect(toReadError(withNote(ERROR, 'tried 4 times'))).toEqual({
      ...toReadError(ERROR),
      message: 'GET /environments answered 403 permission_error: no; tried 4 times',
    });
  });
});
