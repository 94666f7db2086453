import { describe, expect, it } from 'vitest';
import { CHANGES, CONDITIONS, type Condition, QUEUE_REASONS } from '../../../contract/conditions.ts';
import { DEFINITIONS } from '../../../lambda/judge/conditions/definitions.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { CHANGE_SENTENCES } from '../../../lambda/notify/change-words.ts';
import { fitHeadline, toHeadlines } from '../../../lambda/notify/headline.ts';
import { wordsOf } from '../../../lambda/notify/words.ts';
import { aContext, anAlert } from './an-alert.ts';

const areDistinct = (texts: readonly string[]) => new Set(texts).size === texts.length;

describe('every sentence is its own', () => {
  it.each([
    ['problem of a reason', QUEUE_REASONS.map((reason) => wordsOf(anAlert({ reason }), aContext).problem)],
    ['why of a reason', QUEUE_REASONS.map((reason) => wordsOf(anAlert({ reason }), aContext).why)],
    [
      'problem of a condition',
      CONDITIONS.map((condition) => wordsOf(anAlert({ condition }), aContext).problem),
    ],
    [
      'ending of a condition',
      CONDITIONS.map(
        (condition) =>
          wordsOf(anAlert({ condition, change: 'resolved', ending: 'recovered' }), aContext).problem,
      ),
    ],
    [
      'withdrawal',
      (['not-configured', 'archived', 'not-found', null] as const).map(
        (ending) => wordsOf(anAlert({ change: 'withdrawn', ending }), aContext).problem,
      ),
    ],
    ['change', CHANGES.map((change) => CHANGE_SENTENCES[change](anAlert({ change })))],
  ])('wordsOf() %s', (_, texts) => {
    expect(areDistinct(texts)).toBe(true);
    expect(texts.filter((text) => text.includes('undefined') || text.includes('null'))).toEqual([]);
  });
});

describe.each(CONDITIONS)('evidence of %s', (condition) => {
  it('wordsOf() leaves out the lines of what an older row does not hold', () => {
    const texts = JSON.stringify(wordsOf(anAlert({ condition }), aContext));

    expect(wordsOf(anAlert({ condition }), aContext).evidenceLines).toEqual([]);
    expect(texts).not.toMatch(/undefined|NaN/);
  });

  it('wordsOf() has a line for the example of its file', () => {
    const evidence = DEFINITIONS[condition].example;

    expect(wordsOf({ ...anAlert({ condition }), evidence }, aContext).evidenceLines).not.toEqual([]);
  });
});

describe('what could not be read', () => {
  const unreadable = (status: number | null, type: string) =>
    wordsOf(
      anAlert({ condition: 'environment-unreadable', reason: type, evidence: { status, type } }),
      aContext,
    );

  it.each([
    [400, 'invalid_request_error', 'cannot be read: the API refuses the request'],
    [401, 'authentication_error', 'cannot be read: the token is rejected'],
    [403, 'permission_error', 'cannot be read: the token lacks the right'],
    [404, 'not_found_error', 'cannot be read: unknown to the API'],
    [404, 'unexpected_response', 'cannot be read: the answer cannot be understood'],
    [429, 'rate_limit_error', 'cannot be read: the API asks for fewer requests'],
    [503, 'unexpected_response', 'cannot be read: the API answers with an error of its own'],
    [200, 'unexpected_response', 'cannot be read: the answer cannot be understood'],
    [302, 'unexpected_redirect', 'cannot be read: the API redirects elsewhere'],
    [null, 'network_error', 'cannot be read: the API cannot be reached'],
    [null, 'timeout', 'cannot be read: the API does not answer in time'],
    [null, 'deadline', 'cannot be read: a run was too short for it'],
    [418, 'teapot_error', 'cannot be read: the API gives no usable answer'],
  ])('wordsOf() of status %s and type %s says: %s', (status, type, problem) => {
    expect(unreadable(status, type).problem).toBe(problem);
  });

  it('wordsOf() a rejected token gives the command that stores a new one', () => {
    expect(unreadable(401, 'authentication_error').steps).toEqual([
      'Make a new token or key, and store it.',
      `Store it with: npx qoder-work-queue-monitor token --secret ${aContext.tokenSecretId}`,
    ]);
  });

  it.each(['401', '403'])('wordsOf() %s is true of a token and of a service account key', (reason) => {
    const { why, steps } = wordsOf(anAlert({ condition: 'api-unreachable', reason }), aContext);

    expect([why, ...steps].join(' ')).toMatch(/token, or its service account/);
    expect(steps.join(' ')).toMatch(/token or key/);
  });

  it('wordsOf() sessions that may not be read gives the command that stores another token or key', () => {
    expect(wordsOf(anAlert({ condition: 'sessions-forbidden' }), aContext).steps).toContain(
      `Or store another token or key: npx qoder-work-queue-monitor token --secret ${aContext.tokenSecretId}`,
    );
  });

  it.each([
    ['401', 'no environment can be read: the token is rejected'],
    ['403', 'no environment can be read: the token lacks the right'],
    ['429', 'no environment can be read: the API asks for fewer requests'],
    ['5xx', 'no environment can be read: the API answers with an error of its own'],
    ['network', 'no environment can be read: the API cannot be reached'],
  ])('wordsOf() an API failing with %s needs no evidence', (reason, problem) => {
    expect(wordsOf(anAlert({ condition: 'api-unreachable', reason }), aContext).problem).toBe(problem);
  });
});

describe('command', () => {
  it.each<[string, Partial<Alert>, string | null]>([
    ['an environment', {}, 'npx qoder-work-queue-monitor check --environment env_019e64e01a137caf'],
    ['the monitor', { condition: 'api-unreachable' }, 'npx qoder-work-queue-monitor check --all'],
    [
      'what only sessions show',
      { condition: 'session-hung' },
      'npx qoder-work-queue-monitor check --environment env_019e64e01a137caf --sessions',
    ],
    [
      'sessions that may not be read',
      { condition: 'sessions-forbidden' },
      'npx qoder-work-queue-monitor check --all --sessions',
    ],
    ['what is over', { change: 'resolved' }, null],
    ['an id that is none', { environmentIds: ['env_x; rm -rf /'] }, null],
  ])('wordsOf() command for %s', (_, overrides, command) => {
    expect(wordsOf(anAlert(overrides), aContext).command).toBe(command);
  });
});

describe('one and several', () => {
  const saidOf = (condition: Condition, itemCount: number, overrides: Partial<Alert>) => {
    const { why, steps } = wordsOf(
      { ...anAlert({ condition, itemCount, reason: null }), ...overrides },
      aContext,
    );
    return [why, ...steps].join(' ');
  };

  it.each([
    ['slot-leaked', {}],
    ['slot-leaked', { reason: 'session-gone' }],
    ['stuck-stopping', { evidence: { silentCount: 0 } }],
    ['session-hung', { evidence: { count: 4 } }],
    ['session-hung', { evidence: { count: 4 }, reason: 'no-progress' }],
    ['stuck-starting', {}],
    ['long-running', {}],
    ['waiting-for-a-person', {}],
  ] as const)('wordsOf() %s with %j', (condition, overrides) => {
    expect(saidOf(condition, 1, overrides)).not.toMatch(/\b(items|sessions|workers|they|their)\b/i);
    expect(saidOf(condition, 4, overrides)).not.toMatch(/\b(item|session|its)\b/i);
  });

  it('wordsOf() stuck-starting of several names no single worker', () => {
    const { why, steps } = wordsOf(anAlert({ condition: 'stuck-starting', itemCount: 4 }), aContext);

    expect([why, ...steps].join(' ')).not.toMatch(/\b(a worker|worker's|it)\b/i);
  });

  it('wordsOf() stuck-stopping of dead workers', () => {
    expect(saidOf('stuck-stopping', 1, { evidence: { silentCount: 1 } })).toContain(
      'the worker of this item',
    );
    expect(saidOf('stuck-stopping', 4, { evidence: { silentCount: 4 } })).toContain(
      'the workers of these items',
    );
  });
});

it.each(CONDITIONS)('the endings of %s are true of one item and of several', (condition) => {
  const endings = Object.values(DEFINITIONS[condition].endings).join(', ');

  expect(endings).not.toMatch(/\bthe (\S+ )?(item|items|session|sessions)\b/);
});

it.each([
  [1, 1, 'without heartbeats'],
  [1, 0, 'with heartbeats'],
  [3, 1, '1 of them without heartbeats'],
])('wordsOf() stuck-stopping of %d items, %d silent, says: %s', (count, silentCount, line) => {
  const alert = { ...anAlert({ condition: 'stuck-stopping' }), evidence: { count, silentCount } };

  expect(wordsOf(alert, aContext).evidenceLines).toContain(line);
});

it('wordsOf() work-bounced says of what its share is one', () => {
  const evidence = DEFINITIONS['work-bounced'].example;

  expect(wordsOf({ ...anAlert({ condition: 'work-bounced' }), evidence }, aContext).evidenceLines).toContain(
    'usual in this environment: 0.7 % of acks',
  );
});

describe('several environments', () => {
  const severalWords = (condition: Condition, reason: string | null = null) => {
    const { problem, why, steps } = wordsOf(
      anAlert({
        condition,
        reason,
        environmentIds: ['env_a', 'env_b'],
        environmentName: null,
        itemCount: 10,
      }),
      aContext,
    );
    return { problem, all: [problem, why, ...steps].join(' ') };
  };

  it.each(QUEUE_REASONS)(
    'wordsOf() queue-stuck for %s says that not all of them waited as long',
    (reason) => {
      expect(severalWords('queue-stuck', reason).problem).toMatch(/^work has waited up to 27 min /);
    },
  );

  it.each<[Condition, string | null]>([
    ['queue-stuck', 'no-workers'],
    ['queue-stuck', 'unknown'],
    ['queue-stuck', 'overtaken'],
    ['reading-incomplete', 'too-long'],
    ['rows-not-understood', 'unknown-state'],
    ['rows-not-understood', 'malformed-row'],
    ['environment-unreadable', 'not_found_error'],
  ])('wordsOf() %s for %s speaks of several', (condition, reason) => {
    const { all } = severalWords(condition, reason);

    expect(all).not.toMatch(
      /\b(a worker(?!-)|this environment|the environment|the list|its (id|end|log)|remove the id)\b/i,
    );
  });

  it('wordsOf() what is gone is true of configured and of discovered environments', () => {
    const overrides = { condition: 'environment-unreadable', reason: 'not_found_error' } as const;

    expect(wordsOf(anAlert(overrides), aContext).steps).toEqual([
      'Where the configuration names an id, correct or remove it, and deploy.',
      'With all environments watched, wait: what the API no longer lists is dropped.',
    ]);
    expect(wordsOf(anAlert({ change: 'withdrawn', ending: 'not-found' }), aContext).steps).toEqual([
      'If it still exists, check the configured ids and the token.',
    ]);
  });
});

it.each([
  ['401 of all shards', 'API unreachable (HTTP 401 of all shards), critical'],
  ['5xx', 'API unreachable (HTTP 5xx), critical'],
  ['network', 'API unreachable (network), critical'],
])('wordsOf() says of the number in %s what it is', (reason, why) => {
  const alert = anAlert({ condition: 'api-unreachable', change: 'resolved', ending: 'recovered', reason });

  expect(wordsOf(alert, aContext).why).toBe(why);
});

it.each([
  ['no-progress', 'Nothing happens in the sessions.'],
  ['tool-unanswered', 'The workers have not returned the results of tool calls.'],
])('wordsOf() session-hung of several environments does not say whether workers beat: %s', (reason, why) => {
  const alert = anAlert({
    condition: 'session-hung',
    reason,
    environmentIds: ['env_a', 'env_b'],
    itemCount: 10,
  });

  expect(wordsOf(alert, aContext).why).toBe(why);
});

it('wordsOf() work-bounced of several environments gives no share of acks that nobody counted', () => {
  const { problem, steps } = wordsOf(
    anAlert({ condition: 'work-bounced', environmentIds: ['env_a', 'env_b'], itemCount: 10 }),
    aContext,
  );

  expect(problem).toBe('acked items ended at once and never started');
  expect(steps[0]).toBe('Make the dispatcher wait until its worker has ended.');
});

const headlinesOf = (overrides: Partial<Alert>) => {
  const alert = anAlert(overrides);
  return toHeadlines(alert, 'default', wordsOf(alert, aContext).problem);
};

describe('headline', () => {
  it('toHeadlines() says what is wrong and where', () => {
    expect(headlinesOf({ environmentIds: ['env_x'] }).full).toBe(
      'CRITICAL: nightly-reports (env_x): work has waited 27 min and no worker is there',
    );
  });

  it.each([
    [
      'name and id where both fit',
      'nightly',
      'CRITICAL: nightly (env_x): work has waited 27 min and no worker is there',
    ],
    [
      'only the name where not',
      'nightly-reports-of-the-whole-company',
      'CRITICAL: nightly-reports-of-the-whole-company: work has waited 27 min and no worker is there',
    ],
    [
      'a cut name where it is too long',
      'n'.repeat(255),
      'CRITICAL: nnnnnnnnnnnnnnnnnnnnn...: work has waited 27 min and no worker is there',
    ],
    ['no accents', 'Ünïted', 'CRITICAL: United (env_x): work has waited 27 min and no worker is there'],
    [
      'the id for a name that ASCII cannot show',
      '夜间报告',
      'CRITICAL: env_x: work has waited 27 min and no worker is there',
    ],
    ['the id where there is no name', null, 'CRITICAL: env_x: work has waited 27 min and no worker is there'],
  ])('fitHeadline() shows %s', (_, environmentName, line) => {
    expect(fitHeadline(headlinesOf({ environmentIds: ['env_x'], environmentName }), 94)).toBe(line);
  });

  it.each([
    [
      'a whole name where it fits',
      'm'.repeat(40),
      `CRITICAL: monitor ${'m'.repeat(40)}: the token may not read sessions`,
    ],
    [
      'a cut one where not',
      'm'.repeat(64),
      `CRITICAL: monitor ${'m'.repeat(21)}...: the token may not read sessions`,
    ],
  ])('fitHeadline() shows of a monitor %s', (_, monitor, line) => {
    const alert = anAlert({ condition: 'sessions-forbidden', environmentName: null });
    const { problem } = wordsOf(alert, aContext);

    expect(fitHeadline(toHeadlines(alert, monitor, problem), 94)).toBe(line);
  });

  it('fitHeadline() says what is wrong with all of the API, if need be without the name of the monitor', () => {
    const alert = anAlert({
      condition: 'api-unreachable',
      change: 'reminded',
      reason: '5xx',
      environmentName: null,
    });
    const { problem } = wordsOf(alert, aContext);

    expect(fitHeadline(toHeadlines(alert, 'default', problem), 99)).toBe(
      `STILL CRITICAL: monitor: ${problem}`,
    );
  });
});
