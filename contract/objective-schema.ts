/** How the objective for pick-up times is written. */
import * as v from 'valibot';

/** A longer wait is a day's work, and no pick-up. */
const MAX_PICKUP_SECONDS = 86_400;
const PICKUP_REMEDY = `write a whole number of seconds from 1 to ${MAX_PICKUP_SECONDS}`;
const TARGET_REMEDY = 'write a share from 0.5 to 0.9999, such as 0.95';

const pickupSeconds = v.pipe(
  v.number(PICKUP_REMEDY),
  v.integer(PICKUP_REMEDY),
  v.minValue(1, PICKUP_REMEDY),
  v.maxValue(MAX_PICKUP_SECONDS, PICKUP_REMEDY),
);

export const objectiveSchema = v.strictObject(
  {
    pickupSeconds,
    target: v.pipe(
      v.number(TARGET_REMEDY),
      v.minValue(0.5, TARGET_REMEDY),
      v.maxValue(0.9999, TARGET_REMEDY),
    ),
    applicationSignals: v.optional(v.boolean('write true or false'), false),
  },
  'write { "pickupSeconds": 60, "target": 0.95 }',
);

/** Of one environment: the target is one of all of them, since their items are added up. */
export const ownObjectiveSchema = v.union(
  [v.strictObject({ pickupSeconds }), v.literal('off')],
  'write { "pickupSeconds": N }, or "off"',
);
