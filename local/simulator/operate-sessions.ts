/** What happens to sessions: they begin with their work, and may take another course than their workers know of. */
import type { SimulatedItem } from './item.ts';
import type { SessionTurn, SimulatedSession } from './simulated-session.ts';
import type { SimulatedWorker } from './worker.ts';
import type { World } from './world.ts';

export function addSession(world: World, { sessionId, environmentId, id: itemId }: SimulatedItem): void {
  world.sessions.set(sessionId, { environmentId, itemId, steps: [] });
}

/** @returns undefined where there is none, as for items of a computed past */
export function findSession(world: World, sessionId: string): SimulatedSession | undefined {
  const entry = world.sessions.get(sessionId);
  const environment = entry && world.environments.get(entry.environmentId);
  const item = environment?.items.find(entry?.itemId ?? '');
  if (entry === undefined || environment === undefined || item === undefined) return undefined;
  const { steps } = entry;
  const { toolSeconds } = environment;
  return steps.at(-1)?.turn === 'is-deleted' ? undefined : { id: sessionId, item, steps, toolSeconds };
}

/** That of what the worker has, if it has anything. */
export function stallSession(world: World, { environmentId, task }: SimulatedWorker): void {
  const item = task && world.environments.get(environmentId)?.items.find(task.itemId);
  if (item && world.sessions.has(item.sessionId)) steerSession(world, item, 'stalls');
}

/** @throws {RangeError} when the item has no session that is kept */
export function steerSession(
  world: World,
  item: SimulatedItem,
  turn: SessionTurn,
  at = world.agenda.now(),
): void {
  const entry = world.sessions.get(item.sessionId);
  if (entry === undefined)
    throw new RangeError(`Cannot steer the session of ${item.id}: it was not added as work`);
  // A worker that is dead already cannot hang.
  if (turn === 'stalls' && entry.steps.length > 0 && entry.steps.at(-1)?.turn !== 'is-allowed') return;
  entry.steps.push({ at, turn });
}
