/** The objective for pick-up times: by when an item is to be picked up, and the share of items that are. */

export interface Objective {
  readonly pickupSeconds: number;
  /** Share of all items that are to be picked up in time. */
  readonly target: number;
  /** Whether it is a service level objective of Application Signals, too. */
  readonly applicationSignals: boolean;
}

/** Of one environment; `off`: its items are not counted. */
export type OwnObjective = Pick<Objective, 'pickupSeconds'> | 'off';

/** What is written of objectives. */
export interface ObjectiveSettings {
  readonly slo?: Objective | undefined;
  readonly overrides: Readonly<Record<string, { readonly slo?: OwnObjective | undefined }>>;
}

/** @returns null where the items of an environment are not counted */
export function pickupSecondsOf({ slo, overrides }: ObjectiveSettings, environmentId: string): number | null {
  const own = overrides[environmentId]?.slo;
  if (slo === undefined || own === 'off') return null;
  return own?.pickupSeconds ?? slo.pickupSeconds;
}

/** Share of items that may be late. Rounded, so that 1 - 0.95 is 0.05. */
export const errorBudgetOf = ({ target }: Pick<Objective, 'target'>): number =>
  Number((1 - target).toFixed(6));

/** As people write it: 0.57 is 57, and not 56.99999999999999. */
export const targetPercentOf = ({ target }: Pick<Objective, 'target'>): number =>
  Number((100 * target).toFixed(4));
