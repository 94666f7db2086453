import { describe, expect, it } from 'vitest';
import { apiFailureOf, apiUnreachable } from '../../../../lambda/judge/conditions/api-unreachable.ts';
import type { EvidenceOf } from '../../../../lambda/judge/conditions/definitions.ts';
import type { ReadError } from '../../../../lambda/model/reading.ts';
import { ago } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const error = (status: number | null, type = 'some_error'): ReadError => ({
  status,
  type,
  message: 'No',
  requestId: null,
});

describe('apiFailureOf()', () => {
  it.each<[ReadError, string | null]>([
    [error(null, 'network_error'), 'network'],
    [error(null, 'timeout'), 'network'],
    [error(null, 'key_refused'), '401'],
    [error(null, 'exchange_failed'), '401'],
    [error(null, 'deadline'), null],
    [error(null, 'unexpected_response'), null],
    [error(200, 'unexpected_response'), null],
    [error(400), null],
    [error(401), '401'],
    [error(403), '403'],
    [error(404), null],
    [error(408), null],
    [error(429), '429'],
    [error(500), '5xx'],
    [error(503), '5xx'],
  ])('of %o is %s', (each, failure) => {
    expect(apiFailureOf(each)).toBe(failure);
  });
});

describe('api-unreachable', () => {
  const errors = new Map([
    ['env_a', error(503)],
    ['env_b', error(500)],
  ]);

  it.each([
    [2, 'unknown'],
    [3, 'critical'],
  ])('after %d runs in a row is %s', (failedRunCount, expected) => {
    const outcome = apiUnreachable.find(
      aMonitorObserved({
        errors,
        counters: { failedRunCount, failingSince: ago(60) },
      }),
    );

    expect(typeof outcome === 'object' ? outcome?.found.severity : outcome).toBe(expected);
  });

  it('gives its evidence, and the environments that fail', () => {
    const outcome = apiUnreachable.find(
      aMonitorObserved({
        errors,
        counters: { failedRunCount: 3, failingSince: ago(120) },
      }),
    );
    const evidence: EvidenceOf<'api-unreachable'> = {
      status: 503,
      type: 'some_error',
      message: 'No',
      requestId: null,
      environmentCount: 2,
      failedCount: 2,
    };

    expect(outcome).toEqual({
      environmentIds: ['env_a', 'env_b'],
      found: { severity: 'critical', reason: '5xx', since: ago(120), items: [], evidence },
    });
  });

  it('is over once they fail in different ways', () => {
    const outcome = apiUnreachable.find(
      aMonitorObserved({
        errors: new Map([...errors, ['env_c', null]]),
        counters: { failedRunCount: 0, failingSince: null },
      }),
    );

    expect(outcome).toBeNull();
  });
});
