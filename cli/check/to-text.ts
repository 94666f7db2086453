/** The answer of `check` for a person: a table, then what is wrong in sentences. */
import { checkRemedy, nothingToWatchRemedy } from '../../lambda/judge/read-errors.ts';
import { formatDuration, formatInstant } from '../../lambda/model/human-words.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { toHeadlines } from '../../lambda/notify/headline.ts';
import { wordsOf } from '../../lambda/notify/words.ts';
import { type Cell, toTable } from '../text-table.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { type Paint, plain, type Tone } from './tone.ts';

const HEADINGS = ['ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST', 'STARTING', 'ACTIVE', 'LONGEST SILENCE'];
const NUMBER_COLUMNS = [2, 3, 4, 5, 6];
const NAME_LENGTH = 60;

/** @param paint colours it. @default plain */
export function toText({ observedAt, environments, error }: CheckResult, paint: Paint = plain): string {
  const problems = environments.flatMap((environment) => toProblems(environment, paint));
  const listing =
    error === null
      ? []
      : [`The environments could not be listed: ${error.message}`, `  ${checkRemedy(error)}`];
  const headings = HEADINGS.map((text): Cell => ({ text, tone: 'quiet' }));
  return [
    paint('quiet', `As of ${formatInstant(observedAt)}`),
    '',
    ...toTable([headings, ...environments.map(toRow)], { paint, rightColumns: NUMBER_COLUMNS }),
    ...(environments.length === 0 && error === null ? [nothingToWatchRemedy] : []),
    '',
    ...(problems.length + listing.length === 0 && environments.length > 0
      ? [paint('ok', 'Nothing is stuck.')]
      : [...listing, ...problems]),
  ].join('\n');
}

function toRow({ id, name, reading, judgement }: CheckedEnvironment): (string | Cell)[] {
  const place = name === null ? id : `${toPlainText(name, NAME_LENGTH)} (${id})`;
  const unknown: Cell = { text: 'unknown', tone: 'unknown' };
  if (reading.completeness !== 'complete') return [place, unknown, '-', '-', '-', '-', '-'];
  const { QueueDepth, OldestQueuedAge, ItemsStarting, ItemsActive, OldestHeartbeatAge } = judgement.metrics;
  const { verdict, reason } = judgement;
  const text = reason === null || reason === verdict ? verdict : `${verdict} (${reason})`;
  return [
    place,
    { text, tone: toneOf(judgement) },
    String(QueueDepth),
    QueueDepth === 0 ? '-' : formatDuration(OldestQueuedAge ?? 0),
    String(ItemsStarting),
    String(ItemsActive),
    ItemsActive === 0 ? '-' : formatDuration(OldestHeartbeatAge ?? 0),
  ];
}

/** The colour of the queue's verdict is how bad the waiting is, not which verdict it is. */
function toneOf({ verdict, findings }: CheckedEnvironment['judgement']): Tone {
  if (verdict === 'unknown') return 'unknown';
  return findings.find(({ condition }) => condition === 'queue-stuck')?.severity ?? 'ok';
}

function toProblems({ id, reading, judgement }: CheckedEnvironment, paint: Paint): string[] {
  const found = judgement.state.outbox.map((alert) => {
    const { full: headline } = toHeadlines(alert, '', wordsOf(alert, '').problem);
    const label = headline.split(':')[0] ?? '';
    return paint(alert.severity, label) + headline.slice(label.length);
  });
  const { malformedCount } = reading;
  const skipped =
    malformedCount === 0
      ? []
      : [`NOTE: ${id}: ${malformedCount} rows are not as documented and were not read whole`];
  if (reading.error === null) return [...found, ...skipped];
  const seen = reading.completeness === 'partial' ? `after ${reading.itemsReadCount} items ` : '';
  const message = toPlainText(reading.error.message, 300);
  return [
    `${paint('unknown', 'UNKNOWN')}: ${id}: could not be read ${seen}whole: ${message}`,
    `  ${checkRemedy(reading.error)}`,
    ...found,
  ];
}
