/** The answer of `check --report`: one page without colours, for a person, the log of a CI job, or a program that reads. */
import { formatDuration, formatInstant } from '../../lambda/model/human-words.ts';
import { ageSeconds } from '../../lambda/model/work-item.ts';
import { toAscii } from '../../lambda/notify/clean-text.ts';
import { toTable } from '../text-table.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { countStatuses, type Status, statusOf, worstFirst } from './status.ts';
import { MARKS } from './text-sparkline.ts';
import { type FoundText, toFoundTexts, toIndented, toMalformedNote } from './to-finding-text.ts';
import { HISTORY_LEGEND, toHistoryText } from './to-history-text.ts';
import { toLevelsNote, toListingText, toNorms, toNotes } from './to-remarks.ts';

const NAME_LENGTH = 30;
const HEADINGS = ['VERDICT', 'QUEUED', 'OLDEST', 'STARTING', 'ACTIVE', 'SILENCE', 'STOPPING'];
const NUMBER_COLUMNS = [1, 2, 3, 4, 5, 6];

const INDENT = '  ';
/** Texts of the API may hold anything; only the lines are more than ASCII. */
const NOT_SHOWN_ANYWHERE = /[^\x20-\x7e\u2581-\u2588]/gu;

type Shown = CheckedEnvironment & { readonly status: Status };

/**
 * At most 80 columns, but for an id that is longer.
 *
 * @param heights the characters of the lines, from zero to full height
 */
export function toReportPage(checked: CheckResult, heights: string): string {
  const { observedAt } = checked;
  // Characters that are two columns wide, or none, would move what stands beside them.
  const environments = checked.environments.map((each) => ({
    ...each,
    name: toAscii(each.name ?? '', NAME_LENGTH).trim() || null,
    status: statusOf(each),
  }));
  const result = { ...checked, environments };
  const counts = countStatuses(environments.map(({ status }) => status));
  const found = worstFirst(environments.flatMap((each) => toFoundTexts(each, observedAt)));
  const lines = [
    `As of ${formatInstant(observedAt)}${counts === '' ? '' : `: ${counts}`}`,
    ...spaced(toListingText(result)),
    ...found.flatMap((each) => spaced(toFinding(each, observedAt))),
    ...environments.flatMap(toMalformedNote),
    ...worstFirst(environments).flatMap((each) => spaced(toEnvironment(each, observedAt, heights))),
    ...(environments.length === 0 ? [] : ['', ...wrapText(HISTORY_LEGEND)]),
    ...toNotes(result),
    ...toLevelsNote(result),
  ];
  return lines.map((line) => line.replaceAll(NOT_SHOWN_ANYWHERE, '?')).join('\n');
}

const spaced = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines]);

function toFinding(
  { status, heading, since, sentences: [problem, ...others] }: FoundText,
  at: Date,
): string[] {
  const lasting =
    since === null ? [] : [`Since: ${formatInstant(since)}, for ${formatDuration(ageSeconds(since, at))}`];
  return [`${status.toUpperCase()}: ${heading}`, ...[problem, ...lasting, ...others].flatMap(toIndented)];
}

function toEnvironment(environment: Shown, at: Date, heights: string): string[] {
  const { id, name, status } = environment;
  const norms = toNorms(environment).join(', ');
  return [
    ...wrapText(`${name === null ? id : `${name} (${id})`}: ${status}`, '', INDENT),
    ...toTable([HEADINGS, toRow(environment)], { rightColumns: NUMBER_COLUMNS }).map((line) => INDENT + line),
    ...toHistoryText(environment, at, heights),
    ...(norms === '' ? [] : wrapText(`Normal, by its list: ${norms}`, INDENT, INDENT)),
  ];
}

/** What was not measured is not zero; what nothing can be measured of is a dash. */
function toRow({ reading, judgement: { verdict, metrics } }: Shown): string[] {
  if (reading.completeness !== 'complete') return ['unknown', ...NUMBER_COLUMNS.map(() => MARKS.unknown)];
  const { QueueDepth, OldestQueuedAge, ItemsStarting, ItemsActive, OldestHeartbeatAge, ItemsStopping } =
    metrics;
  const count = (value: number | undefined) => value?.toString() ?? MARKS.unknown;
  const age = (itemCount: number | undefined, seconds: number | undefined) =>
    itemCount === 0 ? '-' : seconds === undefined ? MARKS.unknown : formatDuration(seconds);
  return [
    verdict,
    count(QueueDepth),
    age(QueueDepth, OldestQueuedAge),
    count(ItemsStarting),
    count(ItemsActive),
    age(ItemsActive, OldestHeartbeatAge),
    count(ItemsStopping),
  ];
}
