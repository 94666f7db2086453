/** A list goes on in the next run, and in the next: until it is read whole nothing is known for sure. */
import { countOf } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

type ReadingIncompleteEvidence = {
  readonly runCount: number;
  readonly itemsReadCount: number;
  readonly requestCount: number;
};

export const readingIncomplete: EnvironmentDefinition<ReadingIncompleteEvidence> = {
  find: ({ reading, sample, counters: { streaks } }, threshold) => {
    const { runCount, since } = streaks.incomplete ?? { runCount: 0, since: sample.at };
    const severity = severityOf(runCount, threshold);
    if (severity === null) return null;
    const { itemsReadCount, requestCount } = reading;
    const evidence = { runCount, itemsReadCount, requestCount };
    return { severity, reason: 'too-long', since, items: [], evidence };
  },
  words: ({ lasting, isOfSeveral }) => ({
    problem: isOfSeveral
      ? `the lists of work could not be read to their end for up to ${lasting}`
      : `the list of work could not be read to its end for ${lasting}`,
    why: 'A run reads as far as its time goes, and the next one goes on.',
    more: 'Until the end is reached no metrics are sent. A million finished items take about half an hour, once.',
    steps: [
      isOfSeveral
        ? 'Wait, if these environments are new to the monitor.'
        : 'Wait, if the environment is new to the monitor.',
      'If it lasts, look at the request counts on the dashboard: more work is alive than one run can read.',
    ],
  }),
  evidenceLines: ({ number }) => [
    say(number('runCount'), (count) => `read in part in ${countOf(count, 'run')} in a row`),
    say(number('itemsReadCount'), (count) => `${countOf(count, 'item')} read in the last one`),
  ],
  endings: only('the list is read whole again'),
  example: { runCount: 5, itemsReadCount: 30_000, requestCount: 300 },
};
