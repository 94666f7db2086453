/** An alert in words, made once: the protocols only lay it out. */
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { formatDuration, secondsBetween } from '../model/human-words.ts';
import { type Alert, type FindingItem, type ItemSession, TOLD_ITEMS_COUNT } from '../model/incident.ts';
import { CHANGE_SENTENCES, isOver } from './change-words.ts';
import { toId, toMessageId } from './clean-text.ts';
import { type Headlines, toHeadlines } from './headline.ts';
import { dashboardLink, forceStopCommand, type RenderContext, runbookLink, sessionLink } from './links.ts';
import { type AlertWords, wordsOf } from './words.ts';

/** What the commands of a message do. */
export const END_NOTE = 'End the first item, and its session with it';
export const CHECK_NOTE = 'See how it is now';

/** A queue is one thing: its oldest items say what there is to know of all. */
const QUEUE_ITEMS_COUNT = 3;

export interface MessageItem {
  readonly id: string;
  readonly sessionId: string | null;
  readonly state: FindingItem['state'];
  readonly ageSeconds: number;
  /** Instants, of an item that bounced. */
  readonly bounce?: { readonly acknowledgedAt: string; readonly endedAt: string };
  /** What its session does; its instant as text. */
  readonly session?: Omit<ItemSession, 'since'> & { readonly since: string };
  /** Of its session. */
  readonly url: string | null;
}

export interface Message extends AlertWords {
  /** The facts, as they were decided. Its texts are not clean. */
  readonly alert: Alert;
  readonly messageId: string;
  readonly incidentId: string;
  readonly monitor: string;
  /** Of the monitor. */
  readonly version: string;
  /** Nothing is left to be done about it. */
  readonly isOver: boolean;
  readonly headlines: Headlines;
  /** A sentence about what has happened to the incident. */
  readonly change: string;
  /** Since it began, such as `27 min`. */
  readonly lasting: string;
  /** At most TOLD_ITEMS_COUNT, longest first: for programs. */
  readonly items: readonly MessageItem[];
  /** Those of them that a person is shown. */
  readonly shownItems: readonly MessageItem[];
  /** Items that are not shown. */
  readonly moreItemCount: number;
  readonly links: { readonly runbook: string | null; readonly dashboard: string | null };
  /** Ends its first item by force; null where items end by themselves. */
  readonly endCommand: string | null;
  /** Where a person reads more; null for nowhere, and where nothing is left to read. */
  readonly runbook: string | null;
}

export function toMessage(alert: Alert, context: RenderContext): Message {
  const words = wordsOf(alert, context);
  const items = alert.items.slice(0, TOLD_ITEMS_COUNT).map((item) => toItem(item, context));
  const shownItems =
    DEFINITIONS[alert.condition].growsBy === 'age' ? items.slice(0, QUEUE_ITEMS_COUNT) : items;
  return {
    ...words,
    alert,
    messageId: toMessageId(alert.messageId),
    incidentId: toMessageId(alert.incidentId),
    monitor: toId(context.monitor),
    version: context.version,
    isOver: isOver(alert),
    headlines: toHeadlines(alert, context.monitor, words.problem),
    change: CHANGE_SENTENCES[alert.change](alert),
    lasting: formatDuration(secondsBetween(alert.since, alert.at)),
    items,
    shownItems,
    // What ended lists no items: then a count of more would be more than nothing.
    moreItemCount: items.length === 0 ? 0 : Math.max(0, alert.itemCount - shownItems.length),
    endCommand: endCommandOf(alert, context),
    links: { runbook: runbookLink(alert, context), dashboard: dashboardLink(context) },
    runbook: isOver(alert) ? null : runbookLink(alert, context),
  };
}

function endCommandOf(alert: Alert, context: RenderContext): string | null {
  const { condition, reason, environmentIds, items } = alert;
  if (isOver(alert) || !DEFINITIONS[condition].isEndedByForce?.(reason)) return null;
  return forceStopCommand(environmentIds[0], items[0]?.id, context);
}

function toItem(
  { id, sessionId, state, ageSeconds, bounce, session }: FindingItem,
  context: RenderContext,
): MessageItem {
  return {
    id: toId(id),
    sessionId: sessionId === null ? null : toId(sessionId),
    state,
    ageSeconds,
    ...(bounce === undefined
      ? {}
      : {
          bounce: {
            acknowledgedAt: bounce.acknowledgedAt.toISOString(),
            endedAt: bounce.endedAt.toISOString(),
          },
        }),
    ...(session === undefined ? {} : { session: toSession(session) }),
    url: sessionLink(sessionId, context),
  };
}

function toSession({ since, toolName, ...session }: ItemSession): NonNullable<MessageItem['session']> {
  return { ...session, since: since.toISOString(), toolName: toolName === null ? null : toId(toolName) };
}

/** `work_x  queued, 27 min  https://…`, or `work_x  acked 2026-11-24 17:04:10 UTC, ended 4 s later  https://…` */
export function toItemLine(item: MessageItem): string {
  return [item.id, toWhat(item), item.url ?? item.sessionId].filter((part) => part !== null).join('  ');
}

function toWhat({ state, ageSeconds, bounce, session }: MessageItem): string {
  const cause = session === undefined ? '' : `, ${[session.cause, session.toolName ?? []].flat().join(' ')}`;
  if (bounce === undefined) return `${state}, ${formatDuration(ageSeconds)}${cause}`;
  const { acknowledgedAt, endedAt } = bounce;
  const endedAfter = formatDuration(secondsBetween(new Date(acknowledgedAt), new Date(endedAt)));
  return `acked ${acknowledgedAt.slice(0, 19).replace('T', ' ')} UTC, ended ${endedAfter} later`;
}
