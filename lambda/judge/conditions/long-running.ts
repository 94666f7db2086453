/** An item is active for longer than sessions are meant to last here; it may beat all the same. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findLate, type LateEvidence } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';

export const longRunning: EnvironmentDefinition<LateEvidence> = {
  find: ({ sample }, threshold) => findLate(sample.activeByRunTime, threshold),
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 item has been active for ${lasting}`
        : `${itemCount} items have been active too long, the first for ${lasting}`,
    why: 'Their workers live, but the sessions do not end: they may hang.',
    steps: ['Open the sessions, and stop those that no longer make progress.'],
  }),
  evidenceLines: ({ number }) => [
    say(number('count'), (count) => `${countOf(count, 'item')} active for too long`),
    say(number('longestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
  ],
  endings: {
    recovered: 'no item runs too long any more',
    stopped: 'the long-running items have stopped',
    'no-longer-listed': 'the long-running items are no longer listed',
  },
  isEndWanted: true,
  example: { count: 2, longestSeconds: 100_800 },
};
