/** The answer of `check` for a person, in 60 columns: how many are how, a table, the worst first, and what is wrong. */
import { checkRemedy, nothingToWatchRemedy } from '../../lambda/judge/read-errors.ts';
import { formatDuration, formatInstant, formatRange } from '../../lambda/model/human-words.ts';
import { ITEM_NORM_NAMES } from '../../lambda/model/norm.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { type Cell, toTable } from '../text-table.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { countStatuses, type Status, statusOf, worstFirst } from './status.ts';
import { toFindingText } from './to-finding-text.ts';
import { toSessionNotes } from './to-session-notes.ts';
import { type Paint, plain } from './tone.ts';

const HEADINGS = ['STATUS', 'ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST'];
const NUMBER_COLUMNS = [3, 4];
/** With it the widest row has 60 columns. */
const PLACE_LENGTH = 22;
/** One reading is no experience: it shows what is normal, and does not judge by it. */
const LEVELS_NOTE = 'Judged by the default levels: what the deployed monitor has learned is in its messages.';
const NORM_LABELS = { pickup: 'picked up in', startup: 'started in', run: 'run' } as const;

type Shown = CheckedEnvironment & { readonly status: Status };

/** @param paint colours it. @default plain */
export function toText(result: CheckResult, paint: Paint = plain): string {
  const { observedAt, error } = result;
  const environments: Shown[] = worstFirst(
    result.environments.map((each) => ({ ...each, status: statusOf(each) })),
  );
  const counts = countStatuses(environments.map(({ status }) => status));
  const headings = HEADINGS.map((text): Cell => ({ text, tone: 'quiet' }));
  return [
    paint('quiet', `As of ${formatInstant(observedAt)}`),
    ...(counts === '' ? [] : [counts]),
    '',
    ...(environments.length === 0
      ? []
      : toTable([headings, ...environments.map(toRow)], { paint, rightColumns: NUMBER_COLUMNS })),
    ...(environments.length === 0 && error === null ? wrapText(nothingToWatchRemedy) : []),
    ...(error === null
      ? []
      : [
          ...wrapText(`The environments could not be listed: ${error.message}`),
          ...wrapText(checkRemedy(error), '  '),
        ]),
    ...environments.flatMap((environment) => toFindingText(environment, observedAt, paint)),
    ...toNotes(result),
    ...[...environments.flatMap(toNormLines), ...(environments.length === 0 ? [] : toNote(LEVELS_NOTE))].map(
      (line) => paint('quiet', line),
    ),
  ].join('\n');
}

function toNotes(result: CheckResult): string[] {
  const notes = toSessionNotes(result);
  return notes.length === 0 ? [] : ['', ...notes.flatMap((note) => wrapText(note, '', '  '))];
}

const toNote = (text: string): string[] => ['', ...wrapText(text)];

/** None where the list has too few finished rows to tell. */
function toNormLines({ id, name, norms }: CheckedEnvironment): string[] {
  const known = ITEM_NORM_NAMES.flatMap((norm) => {
    const range = norms[norm];
    if (range === undefined) return [];
    const { fromSeconds, toSeconds, itemCount } = range;
    return [`  ${NORM_LABELS[norm]} ${formatRange(fromSeconds, toSeconds)} (${itemCount} items)`];
  });
  if (known.length === 0) return [];
  return ['', ...wrapText(`Normal in ${name === null ? id : toPlainText(name, 40)}, by its list:`), ...known];
}

function toRow({ id, name, status, reading, judgement }: Shown): (string | Cell)[] {
  const text = status === 'ok' ? status : status.toUpperCase();
  const cells = [{ text, tone: status }, toPlainText(name ?? id, PLACE_LENGTH)];
  if (reading.completeness !== 'complete') return [...cells, 'unknown', '-', '-'];
  const { QueueDepth, OldestQueuedAge } = judgement.metrics;
  const oldest = QueueDepth === 0 ? '-' : toOneUnit(formatDuration(OldestQueuedAge ?? 0));
  return [...cells, judgement.verdict, String(QueueDepth), oldest];
}

/** `1 d 2 h` is a day, to see which is the oldest. */
const toOneUnit = (duration: string): string => duration.split(' ').slice(0, 2).join(' ');
