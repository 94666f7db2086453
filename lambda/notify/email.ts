/**
 * The mail: plain text for a tired person with a phone. The subject says what; the first lines say since when, why, and
 * what to do; everything else is below, for whom reads on.
 */
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { formatInstant } from '../model/human-words.ts';
import { CHECK_NOTE, END_NOTE, type Message, toItemLine } from './message.ts';

export function toEmail(message: Message): string {
  const paragraphs = [
    firstLines(message),
    whatLines(message),
    furtherLines(message),
    evidenceLines(message),
    itemLines(message),
    footerLines(message),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Subject and these are what a phone shows before anybody scrolls. */
function firstLines({ alert, isOver, lasting, why, steps }: Message): string[] {
  const since = formatInstant(alert.since);
  return [
    isOver ? `Began ${since} (${lasting} ago)` : `Since ${since} (${lasting})`,
    isOver ? `Was: ${why}` : `Why: ${why}`,
    `Do: ${steps[0]}`,
  ];
}

function whatLines({ headlines, change, alert, isOver, levels, more }: Message): string[] {
  return [
    headlines.full,
    change,
    ...(isOver || more === undefined ? [] : [more]),
    `Severity: ${alert.severity}${levels === null ? '' : ` (${levels})`}`,
  ];
}

/** Commands stand on lines of their own, to be copied whole. */
function furtherLines({ steps: [, ...steps], command, endCommand, runbook }: Message): string[] {
  const all = [
    ...steps,
    ...(endCommand === null
      ? []
      : [
          `${END_NOTE} (QODER_PAT must be set, to a token: a service account key will not do):\n    ${endCommand}`,
        ]),
    ...(command === null
      ? []
      : [`${CHECK_NOTE} (either QODER_PAT or QODER_SERVICE_ACCOUNT_KEY must be set):\n    ${command}`]),
    ...(runbook === null ? [] : [`Read more: ${runbook}`]),
  ];
  return all.length === 0 ? [] : ['Then:', ...all.map((step) => `  - ${step}`)];
}

function evidenceLines({ isOver, evidenceLines: lines }: Message): string[] {
  if (lines.length === 0) return [];
  return [isOver ? 'When last seen:' : 'Evidence:', ...lines.map((line) => `  - ${line}`)];
}

function itemLines({ alert, shownItems, moreItemCount }: Message): string[] {
  if (shownItems.length === 0) return [];
  const more = moreItemCount === 0 ? [] : [`  and ${moreItemCount} more`];
  const { isTrace, growsBy } = DEFINITIONS[alert.condition];
  const heading =
    growsBy === 'age'
      ? 'Items that wait too long, oldest first:'
      : isTrace
        ? 'The last of them, newest first:'
        : 'Items, longest first:';
  return [heading, ...shownItems.map((item) => `  ${toItemLine(item)}`), ...more];
}

function footerLines({ links: { dashboard }, messageId, monitor, version }: Message): string[] {
  return [
    ...(dashboard === null ? [] : [`Dashboard: ${dashboard}`]),
    `Message: ${messageId} of monitor ${monitor}`,
    `Version: ${version}`,
  ];
}
