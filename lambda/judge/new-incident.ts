/** How an incident begins: what it is called, what is told of it at first, and whether it is one that was there before. */
import type { Condition } from '../../contract/conditions.ts';
import { type Finding, type Incident, TOLD_ITEMS_COUNT } from '../model/incident.ts';
import { DEFINITIONS } from './conditions/definitions.ts';

/** Items that were not in it are faults of their own. */
export function isSame({ itemIds, condition }: Incident, { items }: Finding): boolean {
  const { growsBy = 'items' } = DEFINITIONS[condition];
  return growsBy !== 'items' || items.length === 0 || items.some(({ id }) => itemIds.includes(id));
}

/** @param subjectId what its id starts with */
export function newIncident(
  { condition, severity, ...finding }: Finding,
  subjectId: string,
  at: Date,
): Incident {
  return {
    id: incidentId(subjectId, condition, at),
    condition,
    severity,
    openedAt: at,
    lastToldAt: at,
    lastToldItemCount: 0,
    lastToldAgeSeconds: 0,
    toldReasons: [],
    grownCount: 0,
    messageCount: 0,
    isReturnUntold: false,
    returnedAt: null,
    isWorseningUntold: false,
    clearSince: null,
    ending: null,
    ...evidenceOf(finding),
  };
}

/** What changes from run to run while it holds. */
export function evidenceOf({ reason, since, items, evidence }: Omit<Finding, 'condition' | 'severity'>) {
  return { reason, since, evidence, itemIds: items.slice(0, TOLD_ITEMS_COUNT).map(({ id }) => id) };
}

/** Readable, and the same for the same opening: `env_x.queue-stuck.20261124T171500Z`. */
export function incidentId(subjectId: string, condition: Condition, at: Date): string {
  return `${subjectId}.${condition}.${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}
