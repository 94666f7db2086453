/**
 * The custom notification of Amazon Q Developer in chat applications. It is for Slack, Teams and Chime
 * alike, so it uses no markup but `code`: bare URLs become links everywhere.
 * Source: docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, schema version 1.0, 2026-11-24.
 */
import { formatInstant } from '../model/human-words.ts';
import { cut, toChatText, toId } from './clean-text.ts';
import { CHECK_NOTE, END_NOTE, type Message, toItemLine } from './message.ts';

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
/** Of what is over `why` holds a reason, which may be a word of the API. */
const WHY_LENGTH = 300;
const STEP_LENGTH = 350;
/** Source: a text block of Slack holds 3,000 characters. The items that do not fit become a count. */
export const DESCRIPTION_LENGTH = 3000;

export function toChatCard(message: Message): ChatCard {
  const { alert, messageId, incidentId, monitor, headlines } = message;
  const title = toChatText(headlines.full, TITLE_LENGTH);
  return {
    version: '1.0',
    source: 'custom',
    id: messageId,
    content: {
      textType: 'client-markdown',
      title,
      description: toDescription(message),
      nextSteps: toNextSteps(message),
      keywords: [alert.severity, alert.condition, monitor],
    },
    metadata: {
      threadId: incidentId,
      summary: title,
      eventType: alert.condition,
      additionalContext: {
        monitor,
        environmentId: toId(alert.environmentIds[0] ?? ''),
        condition: alert.condition,
        severity: alert.severity,
        change: alert.change,
      },
    },
  };
}

function toDescription(message: Message): string {
  const { alert, change, isOver, why, more, evidenceLines, links } = message;
  const since = formatInstant(alert.since);
  const head = [
    change,
    isOver ? `Began ${since}: ${toChatText(why, WHY_LENGTH)}.` : `Since ${since}, ${alert.severity}. ${why}`,
    ...(isOver || more === undefined ? [] : [more]),
    ...evidenceLines.map((line) => `• ${toChatText(line, 1200)}`),
  ];
  const foot = links.dashboard === null ? [] : [`Dashboard: ${links.dashboard}`];
  const usedLength = [...head, ...foot].join('\n').length;
  return [...head, ...fittingItems(message, DESCRIPTION_LENGTH - usedLength), ...foot].join('\n');
}

/** Lines of items as long as they fit, then how many are left. */
function fittingItems({ shownItems, moreItemCount }: Message, maxLength: number): string[] {
  const moreLength = '• and 1000000 more\n'.length + 1;
  const fitting: string[] = [];
  let length = moreLength;
  for (const line of shownItems.map(toItemLine)) {
    length += line.length + 3;
    if (length > maxLength) break;
    fitting.push(`• ${line}`);
  }
  const leftCount = moreItemCount + shownItems.length - fitting.length;
  return leftCount === 0 ? fitting : [...fitting, `• and ${leftCount} more`];
}

function toNextSteps({ steps, command, endCommand, runbook }: Message): string[] {
  return [
    ...steps.map((step) => cut(step, STEP_LENGTH)),
    ...(endCommand === null ? [] : [`${END_NOTE}: \`${endCommand}\``]),
    ...(command === null ? [] : [`${CHECK_NOTE}: \`${command}\``]),
    ...(runbook === null ? [] : [`Runbook: ${runbook}`]),
  ];
}
