/** The answer of `check` for a person: a table, then what is wrong in sentences. */
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import { newIncident } from '../../lambda/judge/new-incident.ts';
import { checkRemedy, nothingToWatchRemedy } from '../../lambda/judge/read-errors.ts';
import { toAlert } from '../../lambda/judge/to-alert.ts';
import { formatDuration, formatInstant, formatRange } from '../../lambda/model/human-words.ts';
import type { Alert, Finding } from '../../lambda/model/incident.ts';
import { NORM_NAMES } from '../../lambda/model/norm.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { toHeadlines } from '../../lambda/notify/headline.ts';
import { wordsOf } from '../../lambda/notify/words.ts';
import { type Cell, toTable } from '../text-table.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { toSessionNotes } from './to-session-notes.ts';
import { type Paint, plain, type Tone } from './tone.ts';

const HEADINGS = ['ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST', 'STARTING', 'ACTIVE', 'LONGEST SILENCE'];
const NUMBER_COLUMNS = [2, 3, 4, 5, 6];
const NAME_LENGTH = 60;
/** One reading is no experience: it shows what is normal, and does not judge by it. */
const LEVELS_NOTE = 'Judged by the default levels: what the deployed monitor has learned is in its messages.';
const NORM_LABELS = { pickup: 'picked up in', startup: 'started in', run: 'run' } as const;

/** @param paint colours it. @default plain */
export function toText(result: CheckResult, paint: Paint = plain): string {
  const { observedAt, environments, error } = result;
  const problems = environments.flatMap((environment) => toProblems(environment, observedAt, paint));
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
    ...toSessionNotes(result),
    ...(environments.length === 0 ? [] : ['', ...environments.flatMap(toNormLine), LEVELS_NOTE]).map((line) =>
      paint('quiet', line),
    ),
  ].join('\n');
}

/** None where the list has too few finished rows to tell. */
function toNormLine({ id, name, norms }: CheckedEnvironment): string[] {
  const known = NORM_NAMES.flatMap((norm) => {
    const range = norms[norm];
    return range === undefined
      ? []
      : [
          `${NORM_LABELS[norm]} ${formatRange(range.fromSeconds, range.toSeconds)} (${range.itemCount} items)`,
        ];
  });
  if (known.length === 0) return [];
  return [
    `Normal in ${name === null ? id : toPlainText(name, NAME_LENGTH)}, by its list: ${known.join(', ')}`,
  ];
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

function toProblems({ id, name, reading, judgement }: CheckedEnvironment, at: Date, paint: Paint): string[] {
  const found = judgement.findings.map((finding) => {
    const alert = toOpenedAlert(finding, { id, name }, at);
    const { full: headline } = toHeadlines(alert, '', wordsOf(alert, { tokenSecretId: '' }).problem);
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

/** As a message would tell it that begins now; a queue that gets shorter is shown, too. */
function toOpenedAlert(
  finding: Finding,
  { id, name }: Pick<CheckedEnvironment, 'id' | 'name'>,
  at: Date,
): Alert {
  const subject = {
    id,
    environmentIds: [id],
    environmentName: name,
    thresholds: DEFAULT_THRESHOLDS,
    mute: [],
  };
  return toAlert(newIncident(finding, id, at), 'opened', finding, subject, at);
}
