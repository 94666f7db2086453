/** What becomes of simulated sessions besides their work: only that is kept, the rest follows from item and worker. */
import type { SimulatedItem } from './item.ts';
import type { Range } from './random.ts';

/**
 * - `stalls`: its worker returns no result any more, since it hangs or is dead.
 * - `asks-person`, `is-allowed`: a call of a tool waits for somebody, and is allowed.
 * - `ends-turn`, `is-terminated`: it is over, and needs its worker no longer.
 * - `runs-model`: a request to the model does not end. `falls-silent`: nothing happens any more.
 * - `is-rescheduled`: the service is about to run it elsewhere. `is-deleted`: nobody knows it any more.
 */
export type SessionTurn =
  | 'stalls'
  | 'asks-person'
  | 'is-allowed'
  | 'ends-turn'
  | 'is-terminated'
  | 'runs-model'
  | 'falls-silent'
  | 'is-rescheduled'
  | 'is-deleted';

export interface SessionStep {
  readonly at: Date;
  readonly turn: SessionTurn;
}

/** Sessions by id: whose item it is, and what has happened in it, oldest first. */
export type SessionRegistry = Map<
  string,
  { readonly environmentId: string; itemId: string; steps: SessionStep[] }
>;

export interface SimulatedSession {
  readonly id: string;
  readonly item: SimulatedItem;
  readonly steps: readonly SessionStep[];
  readonly toolSeconds: Range;
}
