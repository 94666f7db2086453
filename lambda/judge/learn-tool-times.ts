/**
 * Learns how long calls of tools take here that are answered after all: a build of a quarter of an hour is no hung
 * session. It is learned at once, even while one is told as hung, since an answer shows that it was not.
 */
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Norms } from '../model/norm.ts';
import type { SessionEvent, SessionReading } from '../model/session.ts';
import { NORM_CATALOGUE } from './norm-catalogue.ts';
import { type Observation, observe } from './norm-weights.ts';
import { idsOf } from './open-work.ts';

/** Most calls are quick. Among them a build would be an outlier, and of those that hang they tell nothing. */
const SHORTEST_TEACHING_SECONDS = 60;

/**
 * @param readings of the sessions of this environment in this run
 * @returns the very same value where there is nothing to learn
 */
export function learnToolTimes(
  norms: Norms,
  readings: readonly SessionReading[],
  { thresholds }: Pick<EnvironmentRules, 'thresholds'>,
  at: Date,
): Norms {
  // Of what was critical, somebody may have ended it.
  const criticalSeconds = thresholds['session-hung'].critical ?? Number.POSITIVE_INFINITY;
  const after = norms.tool?.learnedAt;
  // An instant that has not come yet is a clock that was wrong once.
  const afterMs = after === undefined || after > at ? Number.NEGATIVE_INFINITY : after.getTime();
  const observed = readings
    .flatMap(({ events }) => findAnsweredCalls(events))
    .filter(({ endedAt }) => endedAt.getTime() > afterMs && endedAt <= at)
    .filter(({ seconds }) => seconds >= SHORTEST_TEACHING_SECONDS && seconds < criticalSeconds)
    .map((each) => ({ ...each, seconds: Math.min(each.seconds, NORM_CATALOGUE.tool.ceilingSeconds) }));
  return observed.length === 0 ? norms : { ...norms, tool: observe(norms.tool, observed, at) };
}

/**
 * Calls of the worker's own tools with both their times, and their result. One that somebody had to allow is left out:
 * how long the person took is no matter of the tool.
 *
 * @param events newest first
 */
function findAnsweredCalls(events: readonly SessionEvent[]): Observation[] {
  const endedAt = new Map<string, Date>();
  const calls: Observation[] = [];
  for (const event of events) {
    const { kind, aboutId, at } = event;
    if (at === null) continue;
    if (kind === 'tool-result' && aboutId !== null) endedAt.set(aboutId, at);
    if (kind !== 'tool-call' || event.needsPermission) continue;
    const end = idsOf(event)
      .map((id) => endedAt.get(id))
      .find((each) => each !== undefined);
    if (end !== undefined) calls.push({ seconds: (end.getTime() - at.getTime()) / 1000, endedAt: end });
  }
  return calls;
}
