import { expect, it } from 'vitest';
import type { CheckedEnvironment, CheckResult } from '../../../cli/check/check-environments.ts';
import { toSessionNotes } from '../../../cli/check/to-session-notes.ts';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import {
  type KnownSession,
  NO_SESSIONS,
  type RunSessions,
  STEADY_PACE,
} from '../../../lambda/model/session.ts';
import { aKnownSession } from '../../support/a-session.ts';
import { AT, ago } from '../../support/a-work-item.ts';

const asked = (overrides: Partial<RunSessions> = {}): RunSessions => ({
  ...NO_SESSIONS,
  afterIds: new Map(),
  pace: STEADY_PACE,
  ...overrides,
});

function notes(known: readonly KnownSession[], sessions: RunSessions | null): string[] {
  const state = { ...EMPTY_STATE, sessions: { ...EMPTY_STATE.sessions, known } };
  const environment = { id: 'env_a', judgement: { state } } as unknown as CheckedEnvironment;
  const result: CheckResult = { observedAt: AT, environments: [environment], sessions, error: null };
  return toSessionNotes(result);
}

it.each([
  ['nothing where none was asked for', [aKnownSession({ cause: 'waiting-for-a-person' })], null, []],
  ['nothing of what a finding tells', [aKnownSession()], asked(), []],
  [
    'who waits for a person',
    [aKnownSession({ cause: 'waiting-for-a-person', since: ago(1_500), toolName: 'deploy' })],
    asked(),
    ['NOTE: env_a: the session of work_1 waits for a person to allow a tool call (deploy), for 25 min'],
  ],
  [
    'what is gone',
    [aKnownSession({ cause: 'session-gone', toolName: null })],
    asked(),
    ['NOTE: env_a: the session of work_1 is not known to the API any more'],
  ],
  [
    'what could not be read, and the remedy',
    [],
    asked({
      failedCount: 3,
      notAskedCount: 2,
      isForbidden: true,
      error: { status: 403, type: 'permission_error' },
    }),
    [
      'NOTE: 3 sessions could not be read: 403 permission_error',
      '  Use a token that may read sessions, or leave --sessions out.',
      'NOTE: 2 sessions were not asked for',
    ],
  ],
  [
    'one as one',
    Array.from({ length: 21 }, (_, index) =>
      aKnownSession({ cause: 'session-gone', itemId: `work_${index}` }),
    ),
    asked({ notAskedCount: 1 }),
    expect.arrayContaining(['NOTE: and 1 more session like these', 'NOTE: 1 session was not asked for']),
  ],
])('toSessionNotes() says %s', (_, known, sessions, expected) => {
  expect(notes(known, sessions)).toEqual(expected);
});
