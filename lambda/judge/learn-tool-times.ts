/**
 * Learns how long calls of tools take here that are answered after all: a build of a quarter of an hour is no hung
 * session. It is learned at once, even while one is told as hung, since an answer shows that it was not.
 */
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Norms } from '../model/norm.ts';
import { isFence, type SessionEvent, type SessionReading } from '../model/session.ts';
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
    .flatMap(({ events }) => findBundles(events))
    .filter(({ endedAt }) => endedAt.getTime() > afterMs && endedAt <= at)
    .filter(({ seconds }) => seconds >= SHORTEST_TEACHING_SECONDS && seconds < criticalSeconds)
    .map((each) => ({ ...each, seconds: Math.min(each.seconds, NORM_CATALOGUE.tool.ceilingSeconds) }));
  return observed.length === 0 ? norms : { ...norms, tool: observe(norms.tool, observed, at) };
}

interface Call {
  readonly startMs: number;
  /** Infinite: it goes on. */
  readonly endMs: number;
  /** It is back, and not for an error: then it may have been given up. */
  readonly isDone: boolean;
  /** Somebody had to allow it: how long that took is no matter of the tool, nor of those that were called with it. */
  readonly needsPermission: boolean;
}

/** The longest of each bundle, once all of it are back: what one limit of time releases at once was seen once. */
function findBundles(events: readonly SessionEvent[]): Observation[] {
  return toBundles(findCalls(events)).flatMap((calls) => {
    const endMs = Math.max(...calls.map((call) => call.endMs));
    const lasting = calls.flatMap((call) => (call.isDone ? [call.endMs - call.startMs] : []));
    const isAsking = calls.some(({ needsPermission }) => needsPermission);
    if (isAsking || endMs === Number.POSITIVE_INFINITY || lasting.length === 0) return [];
    return [{ seconds: Math.max(...lasting) / 1000, endedAt: new Date(endMs) }];
  });
}

/** Calls that go on at the same time: those of one turn. */
function toBundles(calls: readonly Call[]): Call[][] {
  const bundles: Call[][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const call of calls.toSorted((a, b) => a.startMs - b.startMs)) {
    if (call.startMs < untilMs) bundles.at(-1)?.push(call);
    else bundles.push([call]);
    untilMs = Math.max(untilMs, call.endMs);
  }
  return bundles;
}

/**
 * Calls of the worker's own tools that have a time.
 *
 * @param events newest first
 */
function findCalls(events: readonly SessionEvent[]): Call[] {
  const results = new Map<string, SessionEvent>();
  const calls: Call[] = [];
  // What a fence ends without a result ends there.
  let fenceMs = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const { kind, aboutId, at } = event;
    if (kind === 'tool-result' && aboutId !== null) results.set(aboutId, event);
    if (isFence(event) && at !== null) fenceMs = at.getTime();
    if (kind !== 'tool-call' || at === null) continue;
    const result = idsOf(event).flatMap((id) => results.get(id) ?? [])[0];
    if (result !== undefined && result.at === null) continue;
    const startMs = at.getTime();
    calls.push({
      startMs,
      endMs: result?.at?.getTime() ?? fenceMs,
      isDone: result !== undefined && !result.isError,
      needsPermission: event.needsPermission,
    });
  }
  return calls;
}
