import type { AlarmState } from '../../../scripts/dashboard/alarm-model.ts';

/** Minutes at which the state becomes another, as `minute: state`. */
export const changesOf = (states: readonly AlarmState[]): readonly string[] =>
  states.flatMap((state, minute) => (state === (states[minute - 1] ?? '') ? [] : [`${minute}: ${state}`]));
