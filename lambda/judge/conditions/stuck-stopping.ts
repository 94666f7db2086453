/** An item was asked to stop, and nobody confirms it. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { ageSeconds, type WorkItem } from '../../model/work-item.ts';
import { findItemsPast, severityOf } from '../items-past-threshold.ts';
import { DEFAULT_STALE_SECONDS } from '../measure.ts';
import { silentItemIds } from '../silent-items.ts';
import { type EnvironmentDefinition, say, type Words } from './condition-definition.ts';
import { type SessionEvidence, sessionLines, withSessions } from './session-evidence.ts';

/** A worker that beats at all has beaten within this time of asking, mostly. */
const SILENT_SECONDS = DEFAULT_STALE_SECONDS;

type StuckStoppingEvidence = {
  readonly count: number;
  readonly longestSeconds: number;
  /** Whose workers send no heartbeats either. */
  readonly silentCount: number;
};

export const stuckStopping: EnvironmentDefinition<StuckStoppingEvidence & Partial<SessionEvidence>> = {
  find: (observed, threshold) => {
    const { sample } = observed;
    // A dead worker's item is told as that, whoever asks it to stop.
    const silentIds = silentItemIds(observed);
    const stopping = sample.byState.stopping.filter(({ item }) => !silentIds.has(item.id));
    const longestSeconds = stopping[0]?.ageSeconds ?? 0;
    const severity = severityOf(longestSeconds, threshold);
    const found = findItemsPast(severity, null, stopping, threshold, (items) => {
      const ids = new Set(items.map(({ id }) => id));
      const late = stopping.filter(({ item }) => ids.has(item.id));
      const silent = late.filter(({ item }) => isSilent(item, sample.at));
      return { count: items.length, longestSeconds, silentCount: silent.length };
    });
    return withSessions(found, observed, threshold);
  },
  words: ({ itemCount, lasting, number }) => ({
    problem:
      itemCount === 1
        ? `1 item was asked to stop ${lasting} ago and has not`
        : `${itemCount} items were asked to stop and have not, the first ${lasting} ago`,
    ...whyOf(itemCount, number('silentCount')),
  }),
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'item')} asked to stop and not stopped`),
    say(facts.number('longestSeconds'), (seconds) => `the first asked ${formatDuration(seconds)} ago`),
    say(facts.number('silentCount'), (count) =>
      facts.number('count') === 1
        ? `${count === 1 ? 'without' : 'with'} heartbeats`
        : `${count} of them without heartbeats`,
    ),
    ...sessionLines(facts),
  ],
  endings: {
    recovered: 'no item is late to stop any more',
    stopped: 'what was asked to stop has stopped',
    'no-longer-listed': 'what did not stop is no longer listed',
  },
  isEndWanted: true,
  isEndedByForce: () => true,
  example: { count: 1, longestSeconds: 400, silentCount: 1 },
};

/** Whether its worker no longer beats, as far as is certain. */
const isSilent = ({ latestHeartbeatAt, stopRequestedAt }: WorkItem, at: Date): boolean => {
  const since = latestHeartbeatAt ?? stopRequestedAt;
  return since !== null && ageSeconds(since, at) >= SILENT_SECONDS;
};

function whyOf(itemCount: number, silentCount: number | null): Omit<Words, 'problem'> {
  if (silentCount === itemCount)
    return {
      why: 'No heartbeats any more: no worker is left to confirm the stop.',
      steps: [
        itemCount === 1 ? 'Stop the item by force.' : 'Stop the items by force.',
        itemCount === 1
          ? 'Check the worker of this item, and restart it if it is dead.'
          : 'Check the workers of these items, and restart what is dead.',
      ],
    };
  if (silentCount === 0)
    return {
      why:
        itemCount === 1
          ? 'The worker lives, and ignores that it is asked to stop.'
          : 'The workers live, and ignore that they are asked to stop.',
      steps: [
        itemCount === 1
          ? "Read the worker's log: does it see that it is asked to stop?"
          : "Read the workers' logs: do they see that they are asked to stop?",
      ],
    };
  return {
    why: 'Workers are gone, or do not see that they are asked to stop.',
    steps: [
      itemCount === 1
        ? 'See whether the worker of this item still runs.'
        : 'See whether the workers of these items still run.',
      'If not, stop what is left by force.',
    ],
  };
}
