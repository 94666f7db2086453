/** What has happened to an incident, and how it ended: one sentence each. */
import type { Change, Condition, Severity } from '../../contract/conditions.ts';
import type { Alert, Ending } from '../model/incident.ts';
import { countOf } from './facts.ts';
import { formatDuration, secondsBetween } from './human-time.ts';

const SEVERITY_LABELS: Readonly<Record<Severity, string>> = { warning: 'WARNING', critical: 'CRITICAL' };

/** First word of everything that is shown. */
export const CHANGE_LABELS: Readonly<Record<Change, (severity: Severity) => string>> = {
  opened: (severity) => SEVERITY_LABELS[severity],
  grew: (severity) => `${SEVERITY_LABELS[severity]}, MORE OF IT`,
  worsened: (severity) => `NOW ${SEVERITY_LABELS[severity]}`,
  reminded: (severity) => `STILL ${SEVERITY_LABELS[severity]}`,
  resolved: () => 'RESOLVED',
  withdrawn: () => 'WITHDRAWN',
};

export const CHANGE_SENTENCES: Readonly<Record<Change, (alert: Alert) => string>> = {
  opened: () => 'This is new.',
  grew: ({ newItemCount, itemCount }) =>
    `${countOf(newItemCount, 'more item')} since the last message, ${itemCount} in all.`,
  worsened: () => 'It was a warning so far.',
  reminded: ({ openedAt, at }) =>
    `Nobody has ended it: it was first told ${formatDuration(secondsBetween(openedAt, at))} ago.`,
  resolved: () => 'It has not been seen for at least 5 min.',
  withdrawn: () => 'The monitor no longer watches this. It does not know whether it is solved.',
};

/** Nothing is left to be done about it. */
export const isOver = ({ change }: Pick<Alert, 'change'>) => change === 'resolved' || change === 'withdrawn';

type ResolvedEnding = Extract<Ending, 'recovered' | 'stopped' | 'no-longer-listed'>;
type WithdrawnEnding = Exclude<Ending, ResolvedEnding>;

/** For conditions that are not about items, which can only recover. */
const only = (sentence: string): Readonly<Record<ResolvedEnding, string>> => ({
  recovered: sentence,
  stopped: sentence,
  'no-longer-listed': sentence,
});

const RESOLVED_ENDINGS: Readonly<Record<Condition, Readonly<Record<ResolvedEnding, string>>>> = {
  'queue-stuck': {
    recovered: 'the waiting work was taken',
    stopped: 'the waiting work was stopped, not done',
    'no-longer-listed': 'the waiting work is no longer listed',
  },
  'stale-heartbeat': {
    recovered: 'heartbeats are back',
    stopped: 'the silent items were stopped',
    'no-longer-listed': 'the silent items are no longer listed',
  },
  'stuck-starting': {
    recovered: 'the items have started',
    stopped: 'the items were stopped without having started',
    'no-longer-listed': 'the items that did not start are no longer listed',
  },
  'stuck-stopping': {
    recovered: 'no item is late to stop any more',
    stopped: 'the items have stopped',
    'no-longer-listed': 'the items that did not stop are no longer listed',
  },
  'work-bounced': only('work no longer ends right after the ack'),
  'long-running': {
    recovered: 'no item runs too long any more',
    stopped: 'the long-running items have stopped',
    'no-longer-listed': 'the long-running items are no longer listed',
  },
  'queue-deep': only('the queue is no longer deep'),
  'environment-unreadable': only('it can be read again'),
  'api-unreachable': only('the API can be read again'),
};

const WITHDRAWN_ENDINGS: Readonly<Record<WithdrawnEnding, string>> = {
  'not-configured': 'no longer watched, as it was taken out of the configuration',
  archived: 'no longer watched, as it is archived and has no live work',
  'not-found': 'no longer watched, as the API does not know it any more (404)',
};

/** Ends the headline of what is over. Without a known ending it says only that it is over. */
export function endingOf({
  change,
  condition,
  ending,
}: Pick<Alert, 'change' | 'condition' | 'ending'>): string {
  if (ending !== null && isWithdrawnEnding(ending)) return WITHDRAWN_ENDINGS[ending];
  if (change === 'withdrawn') return 'no longer watched';
  return RESOLVED_ENDINGS[condition][ending ?? 'recovered'];
}

function isWithdrawnEnding(ending: Ending): ending is WithdrawnEnding {
  return Object.hasOwn(WITHDRAWN_ENDINGS, ending);
}
