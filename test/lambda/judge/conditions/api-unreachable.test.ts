import { describe, expect, it } from 'vitest';
import {
  apiFailureOf,
  apiUnreachable,
  findCommonFailure,
  isToldBy,
} from '../../../../lambda/judge/conditions/api-unreachable.ts';
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

describe('findCommonFailure() of shards with tokens of their own', () => {
  const of = (
    shard: number,
    size: number,
    each: ReadError | null,
  ): [number, Map<string, ReadError | null>] => [
    shard,
    new Map(Array.from({ length: size }, (_, number) => [`env_${shard}_${number}`, each])),
  ];

  it.each<[string, ReturnType<typeof of>[], unknown]>([
    ['none', [of(0, 5, null), of(1, 4, null)], null],
    ['one of two', [of(0, 5, null), of(1, 4, error(401))], { failure: '401', shards: [1] }],
    ['one with few environments', [of(0, 5, null), of(1, 3, error(401))], null],
    ['all', [of(0, 5, error(401)), of(1, 3, error(401))], { failure: '401', shards: 'all' }],
    [
      'most of the fleet, one of them with few environments',
      [of(0, 5, null), of(2, 3, error(401)), of(1, 8, error(401))],
      { failure: '401', shards: [1, 2] },
    ],
    [
      'all, as the API is down',
      [of(0, 5, error(503)), of(1, 4, error(503))],
      { failure: '5xx', shards: 'all' },
    ],
    [
      'two in another way',
      [of(0, 9, null), of(1, 4, error(403)), of(2, 4, error(401))],
      { failure: '403', shards: [1] },
    ],
  ])('of the tokens %s', (_, tokens, expected) => {
    const byToken = new Map(tokens);
    const errors = new Map(tokens.flatMap(([, each]) => [...each]));
    const common = findCommonFailure(errors, byToken);

    expect(common && { failure: common.failure, shards: common.shards }).toEqual(expected);
    const failing = [...errors].filter(([, each]) => each?.status === common?.error.status);
    expect(common?.environmentIds.toSorted() ?? []).toEqual(
      common === null ? [] : failing.map(([id]) => id).toSorted(),
    );
  });
});

describe('isToldBy()', () => {
  it.each<[string | null, ReadError, number, boolean]>([
    ['401', error(401), 3, true],
    ['401', error(403), 3, false],
    ['401 of all shards', error(401), 3, true],
    ['401 of shard 3', error(401), 3, true],
    ['401 of shard 1', error(401), 3, false],
    ['401 of shards 1, 3', error(401), 3, true],
    ['401 of shards 1, 3', error(403), 3, false],
    ['5xx of all shards', error(503), 3, true],
    [null, error(401), 0, false],
  ])('%s tells of %o of shard %i: %s', (reason, each, shard, expected) => {
    expect(isToldBy(reason, each, shard)).toBe(expected);
  });
});

describe('api-unreachable', () => {
  it.each([
    [null, 'THE COMMAND'],
    ['0', 'THE COMMAND'],
    ['2', 'the command in the output StoreTokenCommand2'],
    ['0, 2', 'the commands in the outputs StoreTokenCommand, StoreTokenCommand2'],
    [
      'all',
      'the commands in the outputs StoreTokenCommand, StoreTokenCommand1, …: each shard has a token of its own',
    ],
  ])('with the tokens of %s says what stores them', (shards, command) => {
    const { steps } = apiUnreachable.words({
      reason: '401',
      tokenCommand: 'THE COMMAND',
      itemCount: 0,
      lasting: '5 min',
      where: 'these environments',
      isOfSeveral: true,
      number: (name) => (name === 'status' ? 401 : null),
      text: (name) => (name === 'shards' ? shards : null),
    });

    expect(steps).toContain(`Store it with: ${command}`);
  });

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
