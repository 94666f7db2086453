/** What has happened to an incident, and how it ended: one sentence each. */
import type { Change, Ending, Severity, WithdrawnEnding } from '../../contract/conditions.ts';
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { countOf, formatDuration, secondsBetween } from '../model/human-words.ts';
import type { Alert } from '../model/incident.ts';
import { toPlainText } from './clean-text.ts';

const SEVERITY_LABELS: Readonly<Record<Severity, string>> = { warning: 'WARNING', critical: 'CRITICAL' };

/** First word of everything that is shown. */
export const CHANGE_LABELS: Readonly<Record<Change, (alert: Alert) => string>> = {
  opened: ({ severity }) => SEVERITY_LABELS[severity],
  changed: ({ severity }) => `${SEVERITY_LABELS[severity]}, CHANGED`,
  grew: (alert) =>
    `${SEVERITY_LABELS[alert.severity]}, ${isOlder(alert) ? 'TWICE AS LONG' : `${alert.newItemCount} MORE`}`,
  worsened: ({ severity }) => `NOW ${SEVERITY_LABELS[severity]}`,
  reminded: ({ severity }) => `STILL ${SEVERITY_LABELS[severity]}`,
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
        : `Its cause has changed: it was ${toReasonWords(previousReason)}.`,
      ...(highestSeverity === undefined ? [] : [`It was ${highestSeverity} before.`]),
    ].join(' '),
  grew: (alert) =>
    isOlder(alert)
      ? `It has lasted at least twice as long as when it was last told: ${formatDuration(secondsBetween(alert.since, alert.at))}.`
      : `${countOf(alert.newItemCount, 'more item')} since the last message, ${alert.itemCount} in all.`,
  worsened: () => 'It was a warning so far.',
  reminded: ({ openedAt, at }) =>
    `It still holds, and was first told ${formatDuration(secondsBetween(openedAt, at))} ago.`,
  resolved: () => 'It has not been seen for at least 5 min.',
  withdrawn: () => 'The monitor no longer watches this. It does not know whether it is solved.',
};

/** What is news of it is its age, not its items. */
const isOlder = ({ condition }: Pick<Alert, 'condition'>) => DEFINITIONS[condition].growsBy === 'age';

/** A reason code is public and for programs: people read its words. */
export const toReasonWords = (reason: string): string =>
  toPlainText(reason, 100)
    .replace(/^\d(?:\d\d|xx)\b/, 'HTTP $&')
    .replace(/[-_]/g, ' ');

/** `queue stuck (no workers), critical`: what is over, in the words that it was told in. */
export function toWhatItWas({ condition, reason, severity }: Alert): string {
  return `${condition.replace(/^api/, 'API').replaceAll('-', ' ')}${reason === null ? '' : ` (${toReasonWords(reason)})`}, ${severity}`;
}

/** Nothing is left to be done about it. */
export const isOver = ({ change }: Pick<Alert, 'change'>) => change === 'resolved' || change === 'withdrawn';

const WITHDRAWN_SENTENCES: Readonly<Record<WithdrawnEnding, string>> = {
  'not-configured': 'no longer watched: taken out of the configuration',
  archived: 'no longer watched: archived, and no work is alive',
  'not-found': 'no longer watched: the API says there is none (404)',
  'not-listed': 'no longer watched: the API does not list it any more',
};

/** Ends the headline of what is over. Without a known ending it says only that it is over. */
export function endingOf({
  change,
  condition,
  ending,
  environmentIds,
}: Pick<Alert, 'change' | 'condition' | 'ending' | 'environmentIds'>): string {
  if (ending !== null && isWithdrawnEnding(ending)) return WITHDRAWN_SENTENCES[ending];
  if (change === 'withdrawn') return 'no longer watched';
  if (isMixed({ condition, ending, environmentIds }))
    return `${toReasonWords(condition)}: over in all of them`;
  return DEFINITIONS[condition].endings[ending ?? 'recovered'];
}

/** Several environments, in which it did not end in the same way. */
export function isMixed({
  condition,
  ending,
  environmentIds,
}: Pick<Alert, 'condition' | 'ending' | 'environmentIds'>): boolean {
  const ways = new Set(Object.values(DEFINITIONS[condition].endings));
  return ending === null && environmentIds.length > 1 && ways.size > 1;
}

function isWithdrawnEnding(ending: Ending): ending is WithdrawnEnding {
  return Object.hasOwn(WITHDRAWN_SENTENCES, ending);
}
