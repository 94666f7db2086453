/** An item was asked to stop, and nobody confirms it. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findLate, type LateEvidence } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';

export const stuckStopping: EnvironmentDefinition<LateEvidence> = {
  find: ({ sample }, threshold) => findLate(sample.byState.stopping, threshold),
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 item was asked to stop ${lasting} ago and has not`
        : `${itemCount} items were asked to stop and have not, the first ${lasting} ago`,
    why: 'A stop is complete when the worker confirms it: these workers are gone, or do not see the request.',
    steps: [
      'See whether the workers of these items still run.',
      'If not, stop the items with "force": true.',
    ],
  }),
  evidenceLines: ({ number }) => [
    say(number('count'), (count) => `${countOf(count, 'item')} asked to stop and not stopped`),
    say(number('longestSeconds'), (seconds) => `the first asked ${formatDuration(seconds)} ago`),
  ],
  endings: {
    recovered: 'no item is late to stop any more',
    stopped: 'the items have stopped',
    'no-longer-listed': 'the items that did not stop are no longer listed',
  },
  isEndWanted: true,
  example: { count: 1, longestSeconds: 400 },
};
