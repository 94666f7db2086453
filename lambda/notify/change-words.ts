/** What has happened to an incident, and how it ended: one sentence each. */
import type { Change, Ending, Severity, WithdrawnEnding } from '../../contract/conditions.ts';
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { countOf, formatDuration, secondsBetween } from '../model/human-words.ts';
import type { Alert } from '../model/incident.ts';

const SEVERITY_LABELS: Readonly<Record<Severity, string>> = { warning: 'WARNING', critical: 'CRITICAL' };

/** First word of everything that is shown. */
export const CHANGE_LABELS: Readonly<Record<Change, (severity: Severity) => string>> = {
  opened: (severity) => SEVERITY_LABELS[severity],
  changed: (severity) => `${SEVERITY_LABELS[severity]}, CHANGED`,
  grew: (severity) => `${SEVERITY_LABELS[severity]}, MORE OF IT`,
  worsened: (severity) => `NOW ${SEVERITY_LABELS[severity]}`,
  reminded: (severity) => `STILL ${SEVERITY_LABELS[severity]}`,
  resolved: () => 'RESOLVED',
  withdrawn: () => 'WITHDRAWN',
};

export const CHANGE_SENTENCES: Readonly<Record<Change, (alert: Alert) => string>> = {
  opened: ({ isMaybeRepeated }) =>
    isMaybeRepeated
      ? 'This is new, or was told before: what was remembered of it could not be read.'
      : 'This is new.',
  changed: ({ previousReason, highestSeverity }) =>
    [
      previousReason === undefined
        ? 'Its cause has changed.'
        : `Its cause has changed: it was ${previousReason}.`,
      ...(highestSeverity === undefined ? [] : [`It was ${highestSeverity} before.`]),
    ].join(' '),
  grew: ({ newItemCount, itemCount, condition, since, at }) =>
    DEFINITIONS[condition].growsBy === 'age'
      ? `It has lasted twice as long as when it was last told: ${formatDuration(secondsBetween(since, at))}.`
      : `${countOf(newItemCount, 'more item')} since the last message, ${itemCount} in all.`,
  worsened: () => 'It was a warning so far.',
  reminded: ({ openedAt, at }) =>
    `Nobody has ended it: it was first told ${formatDuration(secondsBetween(openedAt, at))} ago.`,
  resolved: () => 'It has not been seen for at least 5 min.',
  withdrawn: () => 'The monitor no longer watches this. It does not know whether it is solved.',
};

/** Nothing is left to be done about it. */
export const isOver = ({ change }: Pick<Alert, 'change'>) => change === 'resolved' || change === 'withdrawn';

const WITHDRAWN_SENTENCES: Readonly<Record<WithdrawnEnding, string>> = {
  'not-configured': 'no longer watched, as it was taken out of the configuration',
  archived: 'no longer watched, as it is archived and has no live work',
  'not-found': 'no longer watched, as the API does not know it any more (404)',
  'not-listed': 'no longer watched, as the API does not list it any more',
};

/** Ends the headline of what is over. Without a known ending it says only that it is over. */
export function endingOf({
  change,
  condition,
  ending,
}: Pick<Alert, 'change' | 'condition' | 'ending'>): string {
  if (ending !== null && isWithdrawnEnding(ending)) return WITHDRAWN_SENTENCES[ending];
  if (change === 'withdrawn') return 'no longer watched';
  return DEFINITIONS[condition].endings[ending ?? 'recovered'];
}

function isWithdrawnEnding(ending: Ending): ending is WithdrawnEnding {
  return Object.hasOwn(WITHDRAWN_SENTENCES, ending);
}
