/**
 * Incidents and alerts of conditions that older versions do not know are stored beside the others: a version that is
 * rolled back would take a row with such a name for corrupt, and forget all of it.
 */
import type { Condition } from '../../contract/conditions.ts';
import type { EnvironmentState } from '../model/environment-state.ts';

const LATER_CONDITIONS: ReadonlySet<Condition> = new Set([
  'session-hung',
  'slot-leaked',
  'waiting-for-a-person',
  'sessions-forbidden',
]);

/** What names a condition. */
export type OfConditions = Pick<EnvironmentState, 'incidents' | 'endedIncidents' | 'groups' | 'outbox'>;

const isLater = ({ condition }: { readonly condition: Condition }): boolean =>
  LATER_CONDITIONS.has(condition);
const isEarlier = (each: { readonly condition: Condition }): boolean => !isLater(each);

const filtered = (of: OfConditions, isWanted: typeof isLater): OfConditions => ({
  incidents: of.incidents.filter(isWanted),
  endedIncidents: of.endedIncidents.filter(isWanted),
  groups: of.groups.filter(isWanted),
  outbox: of.outbox.filter(isWanted),
});

/** @returns what every version reads, and what only later ones do; undefined where there is none of that */
export function separate(all: OfConditions): { readonly known: OfConditions; readonly later?: OfConditions } {
  const later = filtered(all, isLater);
  const isEmpty = Object.values(later).every((each) => each.length === 0);
  return isEmpty ? { known: all } : { known: filtered(all, isEarlier), later };
}

/** The outbox in the order in which its alerts were decided. */
export function join(known: OfConditions, later: OfConditions): OfConditions {
  return {
    incidents: [...known.incidents, ...later.incidents],
    endedIncidents: [...known.endedIncidents, ...later.endedIncidents],
    groups: [...known.groups, ...later.groups],
    outbox: [...known.outbox, ...later.outbox].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  };
}
