/** An acknowledged item sends no first heartbeat. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findLate, type LateEvidence } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';

export const stuckStarting: EnvironmentDefinition<LateEvidence> = {
  find: ({ sample }, threshold) => findLate(sample.byState.starting, threshold),
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 item was acknowledged ${lasting} ago and has not started`
        : `${itemCount} items were acknowledged and have not started, the first ${lasting} ago`,
    why: 'A worker acknowledged the work and sent no heartbeat since: it died, or what it launched never began.',
    steps: [
      'Read the log of the worker at the time of the ack, and of the process or container it launches.',
    ],
  }),
  evidenceLines: ({ number }) => [
    say(number('count'), (count) => `${countOf(count, 'item')} acknowledged and not started`),
    say(number('longestSeconds'), (seconds) => `the first acknowledged ${formatDuration(seconds)} ago`),
  ],
  endings: {
    recovered: 'the items have started',
    stopped: 'the items were stopped without having started',
    'no-longer-listed': 'the items that did not start are no longer listed',
  },
  example: { count: 1, longestSeconds: 360 },
};
