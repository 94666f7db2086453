/** The items of a message, as every protocol shows them. */
import { type Alert, type FindingItem, TOLD_ITEMS_COUNT } from '../model/incident.ts';
import { toId } from './clean-text.ts';
import { formatDuration } from './human-time.ts';
import { sessionLink } from './links.ts';
import type { RenderContext } from './render-context.ts';

export interface ToldItems {
  /** `work_x  queued for 27 min  https://…`, at most TOLD_ITEMS_COUNT, longest first. */
  readonly lines: readonly string[];
  /** Items without a line. */
  readonly moreCount: number;
}

export function toToldItems({ items, itemCount }: Alert, context: RenderContext): ToldItems {
  const told = items.slice(0, TOLD_ITEMS_COUNT);
  return {
    lines: told.map((item) => toLine(item, context)),
    // What ended lists no items: then a count of more would be more than nothing.
    moreCount: told.length === 0 ? 0 : Math.max(0, itemCount - told.length),
  };
}

function toLine({ id, sessionId, state, ageSeconds }: FindingItem, context: RenderContext): string {
  const where = sessionLink(sessionId, context) ?? (sessionId === null ? null : toId(sessionId));
  return [toId(id), `${state}, ${formatDuration(ageSeconds)}`, where]
    .filter((part) => part !== null)
    .join('  ');
}
