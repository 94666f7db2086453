/** An item is active for longer than sessions last here; it may beat all the same. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findLate, type LateEvidence, severityOf } from '../items-past-threshold.ts';
import type { AgedItem } from '../measure.ts';
import { silentItemIds } from '../silent-items.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';
import { type NormalEvidence, normalLine, usedLevels, withNormal } from './normal-evidence.ts';
import { type SessionEvidence, sessionLines, withSessions } from './session-evidence.ts';
import { itemIdsOf } from './session-items.ts';

export const longRunning: EnvironmentDefinition<LateEvidence & NormalEvidence & Partial<SessionEvidence>> = {
  find: (observed, threshold) => {
    // A dead worker's item is told as that, and so is what its session says of it.
    const silentIds = silentItemIds(observed);
    const running = observed.sample.activeByRunTime.filter(({ item }) => !silentIds.has(item.id));
    const toldIds = itemIdsOf(observed, ['session-hung', 'slot-leaked']);
    const isExplained = ({ item: { id } }: AgedItem) =>
      toldIds.has(id) || observed.sessions.get(id)?.cause === 'waiting-for-a-person';
    // One that was told as this before stays until it ends; what explains it makes it no worse.
    const ownIds = itemIdsOf(observed, ['long-running']);
    const told = running.filter((each) => ownIds.has(each.item.id) || !isExplained(each));
    const longest = told.find((each) => !isExplained(each));
    const late = findLate(told, threshold);
    const severity = severityOf(longest?.ageSeconds ?? 0, threshold) ?? 'warning';
    const found = late === null ? null : { ...late, severity };
    return withSessions(withNormal(found, 'run', observed, threshold), observed, threshold);
  },
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 item has been active for ${lasting}`
        : `${itemCount} items have been active too long, the first for ${lasting}`,
    why: `Heartbeats arrive, but the work does not end: the ${itemCount === 1 ? 'session' : 'sessions'} may hang.`,
    steps: [
      itemCount === 1
        ? 'Open the session, and stop it if it no longer makes progress.'
        : 'Open the sessions, and stop those that no longer make progress.',
    ],
  }),
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'item')} active for too long`),
    say(facts.number('longestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
    normalLine(facts, 'run'),
    ...sessionLines(facts),
  ],
  levels: usedLevels,
  endings: {
    recovered: 'no item runs too long any more',
    stopped: 'what ran too long has stopped',
    'no-longer-listed': 'what ran too long is no longer listed',
  },
  isEndWanted: true,
  example: {
    count: 2,
    longestSeconds: 100_800,
    normalFromSeconds: 240,
    normalToSeconds: 2_100,
    warningSeconds: 8_400,
    criticalSeconds: null,
  },
};
