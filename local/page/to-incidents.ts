/** Puts incidents together again from their messages, as any subscriber could. */
import type { IncidentView } from './page-model.ts';
import type { ProgramMessage } from './to-alert-view.ts';

/** @param messages oldest first; a repeated one counts once. @returns incidents in the order of their first message */
export function toIncidents(messages: readonly ProgramMessage[]): IncidentView[] {
  const incidents = new Map<string, IncidentView>();
  for (const message of messages) {
    const before = incidents.get(message.incidentId);
    if (before?.messages.some(({ id }) => id === message.messageId)) continue;
    incidents.set(message.incidentId, append(before, message));
  }
  return [...incidents.values()];
}

function append(before: IncidentView | undefined, message: ProgramMessage): IncidentView {
  const { incidentId, environmentIds, condition, severity, reason, openedAt, itemCount, change, at } =
    message;
  const isOver = change === 'resolved' || change === 'withdrawn';
  return {
    id: incidentId,
    environmentIds,
    condition,
    severity,
    reason,
    openedAt,
    endedAt: isOver ? at : null,
    // The last message tells what is left, which is nothing; the incident was about more.
    itemCount: isOver ? Math.max(itemCount, before?.itemCount ?? 0) : itemCount,
    messages: [
      ...(before?.messages ?? []),
      { id: message.messageId, change, at, severity, reason, itemCount },
    ],
  };
}
