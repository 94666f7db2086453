/** An active item has been silent for too long: its worker died, hangs, or cannot reach the API. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findItemsPast, severityOf } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';
import { type SessionEvidence, sessionLines, withSessions } from './session-evidence.ts';

type StaleHeartbeatEvidence = {
  readonly activeCount: number;
  readonly silentCount: number;
  readonly longestSilenceSeconds: number;
  /** The levels used, learned ones too. */
  readonly warningSeconds: number | null;
  readonly criticalSeconds: number | null;
};

export const staleHeartbeat: EnvironmentDefinition<StaleHeartbeatEvidence & Partial<SessionEvidence>> = {
  find: (observed, threshold) => {
    const { sample } = observed;
    const { active } = sample.byState;
    const longestSilenceSeconds = active[0]?.ageSeconds ?? 0;
    const severity = severityOf(longestSilenceSeconds, threshold);
    const found = findItemsPast(severity, null, active, threshold, ({ length }) => ({
      activeCount: sample.stateCounts.active,
      silentCount: length,
      longestSilenceSeconds,
      warningSeconds: threshold.warning,
      criticalSeconds: threshold.critical,
    }));
    return withSessions(found, observed, threshold);
  },
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 active item stopped sending heartbeats ${lasting} ago`
        : `${itemCount} active items send no heartbeats, the first for ${lasting}`,
    why:
      itemCount === 1
        ? 'Its worker died, hangs, or cannot reach the API.'
        : 'Their workers died, hang, or cannot reach the API.',
    steps: [
      itemCount === 1
        ? 'Check the worker of this session, and restart it if it is dead or hangs.'
        : 'Check the workers of these sessions, and restart what is dead or hangs.',
      'Stop items whose worker is gone: do not count on the API to end them.',
    ],
  }),
  evidenceLines: (facts) => {
    const { number } = facts;
    const activeCount = number('activeCount');
    return [
      activeCount === null
        ? null
        : say(number('silentCount'), (count) => `${count} of ${countOf(activeCount, 'active item')} silent`),
      say(number('longestSilenceSeconds'), (seconds) => `the longest silent for ${formatDuration(seconds)}`),
      ...sessionLines(facts),
    ];
  },
  levels: ({ number }) => ({ warning: number('warningSeconds'), critical: number('criticalSeconds') }),
  // Somebody may ask a dead worker's item to stop: that brings no heartbeat back.
  isStill: ({ state, latestHeartbeatAt }, { openedAt }) =>
    (state === 'active' || state === 'stopping') &&
    latestHeartbeatAt !== null &&
    latestHeartbeatAt <= openedAt,
  isEndedByForce: () => true,
  endings: {
    recovered: 'heartbeats are back',
    stopped: 'what was silent was stopped',
    'no-longer-listed': 'what was silent is no longer listed',
  },
  example: {
    activeCount: 5,
    silentCount: 2,
    longestSilenceSeconds: 720,
    warningSeconds: 360,
    criticalSeconds: 600,
  },
};
