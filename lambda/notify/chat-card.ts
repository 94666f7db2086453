/**
 * The custom notification of Amazon Q Developer in chat applications. It is for Slack, Teams and Chime
 * alike, so it uses no markup but `code`: bare URLs become links everywhere.
 * Source: docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, schema version 1.0, 2026-11-24.
 */
import type { Alert } from '../model/incident.ts';
import { cut, toChatText, toId } from './clean-text.ts';
import { evidenceLines } from './evidence.ts';
import { toHeadline } from './headline.ts';
import { formatInstant } from './human-time.ts';
import { dashboardLink, runbookReference, toCommand } from './links.ts';
import type { RenderContext } from './render-context.ts';
import { toToldItems } from './told-items.ts';
import { wordsOf } from './wording.ts';
import { CHANGE_SENTENCES, isOver } from './wording-of-changes.ts';

export interface ChatCard {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** All messages of an incident form one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    /** What custom actions may use. */
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

const TITLE_LENGTH = 250;
const STEP_LENGTH = 350;
/** Source: a text block of Slack holds 3,000 characters. The items that do not fit become a count. */
export const DESCRIPTION_LENGTH = 3000;

export function toChatCard(alert: Alert, context: RenderContext): ChatCard {
  const title = toChatText(toHeadline(alert, context.monitor), TITLE_LENGTH);
  return {
    version: '1.0',
    source: 'custom',
    id: toId(alert.messageId),
    content: {
      textType: 'client-markdown',
      title,
      description: toDescription(alert, context),
      nextSteps: toNextSteps(alert, context),
      keywords: [alert.severity, alert.condition, toId(context.monitor)],
    },
    metadata: {
      threadId: toId(alert.incidentId),
      summary: title,
      eventType: alert.condition,
      additionalContext: {
        monitor: toId(context.monitor),
        environmentId: toId(alert.environmentIds[0] ?? ''),
        condition: alert.condition,
        severity: alert.severity,
        change: alert.change,
      },
    },
  };
}

function toDescription(alert: Alert, context: RenderContext): string {
  const { why } = wordsOf(alert, context.monitor);
  const dashboard = dashboardLink(context);
  const head = [
    CHANGE_SENTENCES[alert.change](alert),
    isOver(alert)
      ? `Began ${formatInstant(alert.since)}, was ${alert.severity}.`
      : `Since ${formatInstant(alert.since)}, ${alert.severity}. ${why}`,
    ...evidenceLines(alert).map((line) => `• ${toChatText(line, 1200)}`),
  ];
  const foot = dashboard === null ? [] : [`Dashboard: ${dashboard}`];
  const usedLength = [...head, ...foot].join('\n').length;
  return [...head, ...fittingItems(alert, context, DESCRIPTION_LENGTH - usedLength), ...foot].join('\n');
}

/** Lines of items as long as they fit, then how many are left. */
function fittingItems(alert: Alert, context: RenderContext, maxLength: number): string[] {
  const { lines, moreCount } = toToldItems(alert, context);
  const moreLength = '• and 1000000 more\n'.length + 1;
  const fitting: string[] = [];
  let length = moreLength;
  for (const line of lines) {
    length += line.length + 3;
    if (length > maxLength) break;
    fitting.push(`• ${line}`);
  }
  const leftCount = moreCount + lines.length - fitting.length;
  return leftCount === 0 ? fitting : [...fitting, `• and ${leftCount} more`];
}

function toNextSteps(alert: Alert, context: RenderContext): string[] {
  const { steps, command } = wordsOf(alert, context.monitor);
  const runbook = runbookReference(alert, context);
  return [
    ...steps.map((step) => cut(step, STEP_LENGTH)),
    ...(command === null ? [] : [`\`${toCommand(command, context)}\``]),
    ...(runbook === null || isOver(alert) ? [] : [`Runbook: ${runbook}`]),
  ];
}
