/** From a number of wanted workers to a capacity, in as few steps as a scaling policy may have. Pure. */

/** Source: Application Auto Scaling, "Step scaling policies": at most 20 step adjustments a policy. */
const STEPS_COUNT = 20;

export interface CapacityStep {
  /** Wanted workers from which it counts. */
  readonly from: number;
  /** Up to which it counts, without it; undefined: without end. */
  readonly to: number | undefined;
  /** What the largest number of the step wants: never too few. */
  readonly capacity: number;
}

/** One step for each number while there are enough of them; beyond that they grow in proportion. */
export function toCapacitySteps(maxWorkers: number): CapacityStep[] {
  const lastStep = Math.min(maxWorkers, STEPS_COUNT - 1);
  const capacities = [0];
  for (let step = 1; step <= lastStep; step++) {
    const inProportion = Math.floor(maxWorkers ** (step / lastStep));
    capacities.push(step === lastStep ? maxWorkers : Math.max(step, inProportion));
  }
  return capacities.map((capacity, step) => ({
    from: step === 0 ? 0 : (capacities[step - 1] ?? 0) + 1,
    to: step === lastStep ? undefined : capacity + 1,
    capacity,
  }));
}
