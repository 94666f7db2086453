/** The mail: plain text that a tired person can act on. */
import type { Alert } from '../model/incident.ts';
import { toId } from './clean-text.ts';
import { evidenceLines, levelsOf } from './evidence.ts';
import { toHeadline } from './headline.ts';
import { formatDuration, formatInstant, secondsBetween } from './human-time.ts';
import { dashboardLink, runbookReference, toCommand } from './links.ts';
import type { RenderContext } from './render-context.ts';
import { toToldItems } from './told-items.ts';
import { wordsOf } from './wording.ts';
import { CHANGE_SENTENCES, isOver } from './wording-of-changes.ts';

export function toEmail(alert: Alert, context: RenderContext): string {
  const paragraphs = [
    [toHeadline(alert, context.monitor), CHANGE_SENTENCES[alert.change](alert)],
    [...timeLines(alert), severityLine(alert)],
    whyLines(alert, context),
    itemLines(alert, context),
    stepLines(alert, context),
    footerLines(alert, context),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function timeLines(alert: Alert): string[] {
  const { since, at } = alert;
  const lasted = formatDuration(secondsBetween(since, at));
  if (isOver(alert))
    return [`Began:     ${formatInstant(since)}`, `Over:      ${formatInstant(at)} (after ${lasted})`];
  return [`Since:     ${formatInstant(since)} (${lasted})`];
}

function severityLine(alert: Alert): string {
  const levels = levelsOf(alert);
  return `Severity:  ${alert.severity}${levels === null ? '' : ` (${levels})`}`;
}

function whyLines(alert: Alert, { monitor }: RenderContext): string[] {
  const evidence = evidenceLines(alert).map((line) => `  - ${line}`);
  const heading = isOver(alert)
    ? `What it was: ${alert.condition}. When last seen:`
    : wordsOf(alert, monitor).why;
  return isOver(alert) && evidence.length === 0 ? [] : [heading, ...evidence];
}

function itemLines(alert: Alert, context: RenderContext): string[] {
  const { lines, moreCount } = toToldItems(alert, context);
  if (lines.length === 0) return [];
  const more = moreCount === 0 ? [] : [`  and ${moreCount} more`];
  return ['Items, longest first:', ...lines.map((line) => `  ${line}`), ...more];
}

function stepLines(alert: Alert, context: RenderContext): string[] {
  const { steps, command } = wordsOf(alert, context.monitor);
  const runbook = runbookReference(alert, context);
  const all = [
    ...steps,
    ...(command === null
      ? []
      : [`See how it is now (QODER_PAT must be set): ${toCommand(command, context)}`]),
    ...(runbook === null || isOver(alert) ? [] : [`Read more: ${runbook}`]),
  ];
  return ['What to do:', ...all.map((step, index) => `  ${index + 1}. ${step}`)];
}

function footerLines(alert: Alert, context: RenderContext): string[] {
  const dashboard = dashboardLink(context);
  return [
    ...(dashboard === null ? [] : [`Dashboard: ${dashboard}`]),
    `Message:   ${toId(alert.messageId)} of monitor ${toId(context.monitor)}`,
  ];
}
