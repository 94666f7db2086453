/** An acknowledged item sends no first heartbeat. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findLate, type LateEvidence } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, fateOfItem, say } from './condition-definition.ts';
import { type NormalEvidence, normalLine, usedLevels, withNormal } from './normal-evidence.ts';
import { type SessionEvidence, sessionLines, withSessions } from './session-evidence.ts';

type StuckStartingEvidence = LateEvidence & NormalEvidence & Partial<SessionEvidence>;

export const stuckStarting: EnvironmentDefinition<StuckStartingEvidence> = {
  find: (observed, threshold) =>
    withSessions(
      withNormal(findLate(observed.sample.byState.starting, threshold), 'startup', observed, threshold),
      observed,
      threshold,
    ),
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 item was acked ${lasting} ago and has not started`
        : `${itemCount} items were acked and have not started, the first ${lasting} ago`,
    ...(itemCount === 1
      ? {
          why: 'A worker acked and sent no heartbeat: it died, or launched nothing.',
          steps: [
            "Read the worker's log right after the ack.",
            'Read the log of the process or container that it launches.',
          ],
        }
      : {
          why: 'What was acked got no heartbeat: workers died, or launched nothing.',
          steps: [
            "Read the workers' logs right after the acks.",
            'Read the logs of the processes or containers that they launch.',
          ],
        }),
  }),
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'item')} acknowledged and not started`),
    say(facts.number('longestSeconds'), (seconds) => `the first acknowledged ${formatDuration(seconds)} ago`),
    normalLine(facts, 'start-up'),
    ...sessionLines(facts),
  ],
  levels: usedLevels,
  fateOf: (item) => (item?.startedAt != null ? 'recovered' : fateOfItem(item)),
  endings: {
    recovered: 'what was acked has started',
    stopped: 'what was acked was stopped without having started',
    'no-longer-listed': 'what did not start is no longer listed',
  },
  example: {
    count: 1,
    longestSeconds: 360,
    normalFromSeconds: 11,
    normalToSeconds: 50,
    warningSeconds: 150,
    criticalSeconds: 900,
  },
};
