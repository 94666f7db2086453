/** What is wrong with levels together, though each of them has the right shape, and whatever else has a wrong one. */
import * as v from 'valibot';
import type { InputFault } from './invalid-input.ts';
import { partOf, recordOf } from './parts-of.ts';
import { findRuleFaults } from './rules.ts';
import { monitoringEntries } from './settings.ts';

/** What the rules over several levels read: each part of it that has the right shape, whatever the others are. */
const judgedSchema = v.object({
  thresholds: monitoringEntries.thresholds,
  heartbeatIntervalSeconds: monitoringEntries.heartbeatIntervalSeconds,
});

/** @param path where the settings stand, such as `monitors.default`; empty for the whole document */
export function findLevelFaults(input: unknown, path: string): InputFault[] {
  const overrides = Object.fromEntries(
    Object.entries(recordOf(partOf(input, 'overrides'))).map(([id, own]) => [id, judgedPartsOf(own)]),
  );
  return findRuleFaults({ ...judgedPartsOf(input), overrides }, path);
}

/** Levels and interval as far as they can be read; what cannot is told as a fault of its shape. */
function judgedPartsOf(input: unknown): v.InferOutput<typeof judgedSchema> {
  const written = partOf(input, 'thresholds');
  const thresholds = Object.fromEntries(
    Object.entries(recordOf(written)).filter(
      ([name, value]) => v.safeParse(judgedSchema.entries.thresholds, { [name]: value }).success,
    ),
  );
  const heartbeatIntervalSeconds = partOf(input, 'heartbeatIntervalSeconds');
  const isInterval = v.is(judgedSchema.entries.heartbeatIntervalSeconds, heartbeatIntervalSeconds);
  return v.parse(judgedSchema, {
    ...(written === undefined ? {} : { thresholds }),
    ...(isInterval && heartbeatIntervalSeconds !== undefined ? { heartbeatIntervalSeconds } : {}),
  });
}
