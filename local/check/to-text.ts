/** The answer of `check` for a person: a table, then what is wrong in sentences. */

import { toPlainText } from '../../lambda/publish/render/clean-text.ts';
import { toHeadline } from '../../lambda/publish/render/headline.ts';
import { formatDuration, formatInstant } from '../../lambda/publish/render/human-time.ts';
import type { CheckedEnvironment, CheckResult } from './check.ts';

const HEADINGS = ['ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST', 'STARTING', 'ACTIVE', 'LONGEST SILENCE'];
const NAME_LENGTH = 60;

export function toText({ observedAt, environments, error }: CheckResult): string {
  const problems = environments.flatMap(toProblems);
  const listing = error === null ? [] : [`The environments could not be listed: ${error.message}`];
  return [
    `As of ${formatInstant(observedAt)}`,
    '',
    ...toTable([HEADINGS, ...environments.map(toRow)]),
    ...(environments.length === 0 ? ['(no self_hosted environment)'] : []),
    '',
    ...(problems.length + listing.length === 0 ? ['Nothing is stuck.'] : [...listing, ...problems]),
  ].join('\n');
}

function toRow({ id, name, reading, judgement }: CheckedEnvironment): string[] {
  const place = name === null ? id : `${toPlainText(name, NAME_LENGTH)} (${id})`;
  if (reading.completeness !== 'complete') return [place, 'unknown', '-', '-', '-', '-', '-'];
  const { QueueDepth, OldestQueuedAge, ItemsStarting, ItemsActive, OldestHeartbeatAge } = judgement.metrics;
  const { verdict, reason } = judgement;
  return [
    place,
    reason === null || reason === verdict ? verdict : `${verdict} (${reason})`,
    String(QueueDepth),
    QueueDepth === 0 ? '-' : formatDuration(OldestQueuedAge ?? 0),
    String(ItemsStarting),
    String(ItemsActive),
    ItemsActive === 0 ? '-' : formatDuration(OldestHeartbeatAge ?? 0),
  ];
}

function toProblems({ id, reading, judgement }: CheckedEnvironment): string[] {
  const found = judgement.state.outbox.map((alert) => toHeadline(alert, ''));
  if (reading.error === null) return found;
  const seen = reading.completeness === 'partial' ? `after ${reading.itemsReadCount} items ` : '';
  return [
    `UNKNOWN: ${id}: could not be read ${seen}whole: ${toPlainText(reading.error.message, 300)}`,
    ...found,
  ];
}

/** Columns as wide as their widest cell. */
export function toTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
