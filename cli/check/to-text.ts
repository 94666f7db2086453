/** The answer of `check` for a person, in 60 columns: how many are how, a table, the worst first, and what is wrong. */
import { formatDuration, formatInstant } from '../../lambda/model/human-words.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { type Cell, toTable } from '../text-table.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { countStatuses, type Status, statusOf, worstFirst } from './status.ts';
import { toFindingText } from './to-finding-text.ts';
import { toLevelsNote, toListingText, toNorms, toNotes } from './to-remarks.ts';
import { type Paint, plain } from './tone.ts';

const HEADINGS = ['STATUS', 'ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST'];
const NUMBER_COLUMNS = [3, 4];
/** With it the widest row has 60 columns. */
const PLACE_LENGTH = 22;

type Shown = CheckedEnvironment & { readonly status: Status };

/** @param paint colours it. @default plain */
export function toText(result: CheckResult, paint: Paint = plain): string {
  const { observedAt } = result;
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
    ...toListingText(result),
    ...environments.flatMap((environment) => toFindingText(environment, observedAt, paint)),
    ...toNotes(result),
    ...[...environments.flatMap(toNormLines), ...toLevelsNote(result)].map((line) => paint('quiet', line)),
  ].join('\n');
}

function toNormLines(environment: CheckedEnvironment): string[] {
  const norms = toNorms(environment);
  if (norms.length === 0) return [];
  const { id, name } = environment;
  const place = name === null ? id : toPlainText(name, 40);
  return ['', ...wrapText(`Normal in ${place}, by its list:`), ...norms.map((norm) => `  ${norm}`)];
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
