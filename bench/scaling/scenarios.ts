/** What happens to a queue whose workers are scaled. */
import type { Simulator } from '../../local/simulator/simulator.ts';

export interface Scenario {
  readonly name: string;
  readonly minutes: number;
  /** How long sessions take. */
  readonly workSeconds: { readonly min: number; readonly max: number };
  /** From one minute to before the other the monitor cannot read; workers and work go on. */
  readonly outage?: readonly [number, number];
  /** On the minute. */
  readonly stage: (simulator: Simulator, environmentId: string, minute: number) => void;
}

const add = (count: number): ((simulator: Simulator, environmentId: string) => void) => {
  return (simulator, environmentId) => void simulator.addWork(environmentId, { count });
};

/** Items come at these minutes, 20 s after the run: so many at each. */
const comes =
  (counts: Readonly<Record<number, number>>): Scenario['stage'] =>
  (simulator, environmentId, minute) => {
    const count = counts[minute];
    if (count !== undefined) simulator.schedule(20_000, () => add(count)(simulator, environmentId));
  };

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'burst: 30 items at once, 20 workers at most',
    minutes: 60,
    workSeconds: { min: 120, max: 300 },
    stage: comes({ 5: 30 }),
  },
  {
    name: 'drain: 12 items, none after them',
    minutes: 60,
    workSeconds: { min: 300, max: 1_200 },
    stage: comes({ 2: 12 }),
  },
  {
    name: 'one session of 50 minutes, from nothing to nothing',
    minutes: 80,
    workSeconds: { min: 3_000, max: 3_000 },
    stage: comes({ 10: 1 }),
  },
  {
    name: 'the API cannot be read for 12 minutes, in a drain',
    minutes: 60,
    workSeconds: { min: 120, max: 1_500 },
    outage: [8, 20],
    stage: comes({ 2: 8 }),
  },
  {
    name: 'the API cannot be read for 40 minutes, sessions of an hour',
    minutes: 90,
    workSeconds: { min: 3_600, max: 3_600 },
    outage: [10, 50],
    stage: comes({ 2: 8 }),
  },
  {
    name: 'work comes every 40 s for an hour, with an outage of 4 minutes',
    minutes: 90,
    workSeconds: { min: 60, max: 600 },
    outage: [30, 34],
    stage: (simulator, environmentId, minute) => {
      if (minute === 1) simulator.setArrivals(environmentId, { kind: 'every', seconds: 40 });
      if (minute === 61) simulator.setArrivals(environmentId, null);
    },
  },
];
