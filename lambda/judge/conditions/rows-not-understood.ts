/** The API writes what this version cannot read: of those rows nothing is judged, and somebody should know. */
import { countOf } from '../../model/human-words.ts';
import { isNotUnderstood } from '../../model/reading.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

type RowsNotUnderstoodEvidence = {
  readonly runCount: number;
  readonly malformedCount: number;
  /** Such as `failed (3)`. */
  readonly unknownStates: string | null;
  /** Such as `latestHeartbeatAt (12)`. */
  readonly unreadableInstants: string | null;
};

export const rowsNotUnderstood: EnvironmentDefinition<RowsNotUnderstoodEvidence> = {
  find: ({ reading, sample, counters: { streaks } }, threshold) => {
    const { runCount, since } = streaks['not-understood'] ?? { runCount: 0, since: sample.at };
    const severity = severityOf(runCount, threshold);
    if (severity === null || !isNotUnderstood(reading)) return null;
    const { malformedCount } = reading;
    const unknownStates = toList(reading.unknownStates);
    const unreadableInstants = toList(reading.unreadableCounts);
    const reason =
      unknownStates !== null
        ? 'unknown-state'
        : unreadableInstants !== null
          ? 'unreadable-timestamp'
          : 'malformed-row';
    const evidence = { runCount, malformedCount, unknownStates, unreadableInstants };
    return { severity, reason, since, items: [], evidence };
  },
  words: ({ reason, isOfSeveral }) => ({
    problem: `${isOfSeveral ? 'the lists have' : 'the list has'} ${
      reason === 'unknown-state'
        ? 'items in a state that this monitor does not know'
        : 'rows that cannot be read'
    }`,
    why: 'The API has probably changed since this version was made.',
    more: 'What cannot be read is counted, and nothing is concluded from it: an age, a silence or a verdict may be missing.',
    steps: ['Look for a newer version of this monitor.', 'If there is none, report what the evidence names.'],
  }),
  evidenceLines: ({ number, text }) => [
    say(number('malformedCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'row')} not as documented`,
    ),
    say(text('unknownStates'), (names) => `states that are not known: ${names}`),
    say(text('unreadableInstants'), (names) => `timestamps that cannot be read: ${names}`),
    say(number('runCount'), (count) => `so in ${countOf(count, 'run')} in a row`),
  ],
  endings: only('every row can be read again'),
  example: {
    runCount: 5,
    malformedCount: 12,
    unknownStates: null,
    unreadableInstants: 'latestHeartbeatAt (12)',
  },
};

function toList(counts: Readonly<Record<string, number>>): string | null {
  const named = Object.entries(counts).map(([name, count]) => `${name} (${count})`);
  return named.length === 0 ? null : named.join(', ');
}
