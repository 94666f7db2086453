/** Counts everything a cost is made of. Takes a while: hours of runs are played, twice. */
import { METRICS_CHOICES } from '../../contract/metric-definition.ts';
import { addedBy, type CallCounts, NO_CALLS, splitCounts } from './call-counts.ts';
import { countCalls, type Phase } from './count-calls.ts';
import { countResources } from './count-resources.ts';
import { type CostInput, type ObjectiveCost, toObjectiveCost } from './monthly-cost.ts';

/** Calls grow evenly with environments, so few of them tell what each adds. */
const FEW_COUNT = 1;
const MANY_COUNT = 4;

export interface CostQuestion extends Pick<CostInput, 'intervalMinutes' | 'metrics'> {
  readonly queueAlarms: boolean;
}

export interface CountedCost extends CostInput {
  /** What else can be chosen, or compared. */
  readonly variants: readonly { readonly name: string; readonly input: CostInput }[];
  /** What an open incident adds to each run. */
  readonly incident: CallCounts;
  /** What an objective adds. */
  readonly objective: ObjectiveCost;
}

const VARIANTS: readonly (Phase & { readonly name: string })[] = [
  ...METRICS_CHOICES.map((metrics) => ({
    name: `\`metrics: "${metrics}"\``,
    intervalMinutes: 1,
    metrics,
    isStuck: false,
  })),
  { name: 'essential, every five minutes', intervalMinutes: 5, metrics: 'essential', isStuck: false },
];
const STUCK: Phase = { intervalMinutes: 1, metrics: 'essential', isStuck: true };

export async function countCost({ queueAlarms, ...question }: CostQuestion): Promise<CountedCost> {
  const same = VARIANTS.find(
    ({ intervalMinutes, metrics }) =>
      intervalMinutes === question.intervalMinutes && metrics === question.metrics,
  );
  const askedPhase: Phase = same ?? { ...question, isStuck: false };
  // Counted once, where what is asked is one of the variants.
  const phases = [...new Set<Phase>([...VARIANTS, askedPhase, STUCK])];
  const few = await countCalls(FEW_COUNT, phases);
  const many = await countCalls(MANY_COUNT, phases);
  const splits = phases.map((_, index) =>
    splitCounts(
      { environmentCount: FEW_COUNT, counts: few[index] ?? NO_CALLS },
      { environmentCount: MANY_COUNT, counts: many[index] ?? NO_CALLS },
    ),
  );
  const asked = splits[phases.indexOf(askedPhase)];
  const calm = splits[METRICS_CHOICES.indexOf(STUCK.metrics)];
  const stuck = splits[phases.indexOf(STUCK)];
  if (asked === undefined || calm === undefined || stuck === undefined)
    throw new RangeError('Cannot work out a cost of which nothing was counted');
  const config = { environments: ['env_a'], metrics: question.metrics, queueAlarms };
  const resources = countResources(config);
  const withObjective = countResources({ ...config, slo: { pickupSeconds: 60, target: 0.95 } });
  return {
    ...question,
    counts: asked,
    resources,
    variants: VARIANTS.flatMap(({ name, intervalMinutes, metrics }, index) => {
      const counts = splits[index];
      const input = { intervalMinutes, metrics, resources: { ...resources, queryAlarmCount: 0 } };
      return counts === undefined ? [] : [{ name, input: { ...input, counts } }];
    }),
    incident: addedBy(stuck.perEnvironment, calm.perEnvironment),
    objective: toObjectiveCost(resources, withObjective),
  };
}
