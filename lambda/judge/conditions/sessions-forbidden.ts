/** Sessions are to be read, and the token may not: told once, since nothing else is wrong without them. */
import { SESSIONS_FORBIDDEN_RUNS_COUNT } from '../../model/session-pace.ts';
import { type MonitorDefinition, only, say } from './condition-definition.ts';

type SessionsForbiddenEvidence = { readonly status: number | null; readonly runCount: number };

export const sessionsForbidden: MonitorDefinition<SessionsForbiddenEvidence> = {
  find: ({ sessions, at }) => {
    if (sessions === null) return null;
    // Where none was asked for, nobody knows whether it may now.
    if (sessions.isForbidden === null) return 'unknown';
    const { forbiddenSince, forbiddenRunCount: runCount } = sessions.pace;
    if (runCount < SESSIONS_FORBIDDEN_RUNS_COUNT) return null;
    const found = { severity: 'warning', reason: null, since: forbiddenSince ?? at, items: [] } as const;
    const evidence = { status: sessions.error?.status ?? null, runCount };
    return { found: { ...found, evidence }, environmentIds: [] };
  },
  words: ({ tokenCommand }) => ({
    problem: 'the token may not read sessions',
    why: 'The API refuses sessions to the token; all else is watched as before.',
    steps: [
      'Let the token, or its service account, read sessions.',
      `Or store another token or key: ${tokenCommand}`,
      'Or take "sessions" out of the configuration, and deploy.',
    ],
  }),
  evidenceLines: ({ number }) => [
    say(number('status'), (status) => `the API answers ${status}`),
    say(number('runCount'), (count) => `in the last ${count} runs that asked`),
  ],
  growsBy: 'nothing',
  isToldOnce: true,
  endings: only('the token may read sessions, or none are asked for any more'),
  example: { status: 403, runCount: SESSIONS_FORBIDDEN_RUNS_COUNT },
};
