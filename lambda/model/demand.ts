/** How much work wants workers, as far as it is known: what is held while an environment cannot be read whole. */

export interface Demand {
  /** Items for which there should be workers. */
  readonly itemCount: number;
  /** Of the last complete reading. */
  readonly at: Date;
  /** What was wanted since then keeps workers: falling counts, each with the last time it was so. */
  readonly peaks: readonly Peak[];
}

export interface Peak {
  readonly itemCount: number;
  readonly at: Date;
}

export interface Demands {
  /** Of those that are scaled by it, by id. What nothing is known of is missing. */
  readonly environments: Readonly<Record<string, Demand>>;
}

export const NO_DEMANDS: Demands = { environments: {} };
