/** The mail: plain text that a tired person can act on. */
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { formatInstant } from '../model/human-words.ts';
import { type Message, toItemLine } from './message.ts';

export function toEmail(message: Message): string {
  const paragraphs = [
    [message.headlines.full, message.change],
    [...timeLines(message), severityLine(message)],
    whyLines(message),
    itemLines(message),
    stepLines(message),
    footerLines(message),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function timeLines({ isOver, lasting, alert: { since, at } }: Message): string[] {
  if (isOver)
    return [`Began:     ${formatInstant(since)}`, `Over:      ${formatInstant(at)} (after ${lasting})`];
  return [`Since:     ${formatInstant(since)} (${lasting})`];
}

function severityLine({ alert, levels }: Message): string {
  return `Severity:  ${alert.severity}${levels === null ? '' : ` (${levels})`}`;
}

function whyLines({ alert, isOver, evidenceLines, why }: Message): string[] {
  const evidence = evidenceLines.map((line) => `  - ${line}`);
  const heading = isOver ? `What it was: ${alert.condition}. When last seen:` : why;
  return isOver && evidence.length === 0 ? [] : [heading, ...evidence];
}

function itemLines({ alert, items, moreItemCount }: Message): string[] {
  if (items.length === 0) return [];
  const more = moreItemCount === 0 ? [] : [`  and ${moreItemCount} more`];
  const heading = DEFINITIONS[alert.condition].isTrace
    ? 'The last of them, newest first:'
    : 'Items, longest first:';
  return [heading, ...items.map((item) => `  ${toItemLine(item)}`), ...more];
}

function stepLines({ steps, command, endCommand, runbook }: Message): string[] {
  const all = [
    ...steps,
    ...(endCommand === null ? [] : [`End the first item, and its session with it: ${endCommand}`]),
    ...(command === null ? [] : [`See how it is now (QODER_PAT must be set): ${command}`]),
    ...(runbook === null ? [] : [`Read more: ${runbook}`]),
  ];
  return ['What to do:', ...all.map((step, index) => `  ${index + 1}. ${step}`)];
}

function footerLines({ links: { dashboard }, messageId, monitor }: Message): string[] {
  return [
    ...(dashboard === null ? [] : [`Dashboard: ${dashboard}`]),
    `Message:   ${messageId} of monitor ${monitor}`,
  ];
}
