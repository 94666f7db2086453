/**
 * `at`, the instant of a run: the function's clock plus the API's skew, which is remembered, so that neither one
 * wrong answer nor a slow scan invents or loses anything. It never moves backwards, except from an instant that
 * cannot have been.
 */
import { type Instant, type Skew, UNKNOWN_SKEW } from '../model/instant.ts';
import type { RunMemory } from '../model/run-memory.ts';
import { isNear, type MeasuredTime } from './clock.ts';

/** `Date` and timestamps are whole seconds, each up to a second old: what is older than both is surely visible. */
const VISIBILITY_MARGIN_MS = 2_000;
/** Runs in a row that measure the same other skew before it is believed. */
const AGREEING_RUNS_COUNT = 3;
/** `Date` is whole seconds. */
const DATE_STEP_MS = 1_000;
/** Of an answer that took longer, the time it tells may be much older than its arrival. */
const LONG_ANSWER_MS = 1_000;
/** To wait longer for a time that was ahead to come again would be blindness. */
const MAX_WAIT_MS = 10 * 60_000;
/** A run may begin up to two minutes after the minute it was scheduled for. */
const SCHEDULED_SPREAD_MS = 3 * 60_000;

export interface InstantFacts {
  readonly measured: MeasuredTime;
  readonly scheduledAt: Date;
  readonly memory: Pick<RunMemory, 'lastAt' | 'skew'>;
}

export function establishInstant({ measured, scheduledAt, memory: { lastAt, skew } }: InstantFacts): Instant {
  const { usedMs, ...decided } = decideSkew(measured, scheduledAt, skew);
  const fromClocks = new Date(measured.sentAt.getTime() + usedMs - VISIBILITY_MARGIN_MS);
  const deviationMs = measured.skewMs === null ? 0 : measured.skewMs - (skew.ms ?? usedMs);
  // A clock that was far ahead once must not hold up time until the others have caught up with it.
  const wasAhead = lastAt !== null && lastAt.getTime() - fromClocks.getTime() > MAX_WAIT_MS;
  const at = lastAt !== null && !wasAhead && lastAt > fromClocks ? lastAt : fromClocks;
  return { at, previousAt: wasAhead ? null : lastAt, deviationMs, ...decided };
}

interface DecidedSkew extends Pick<Instant, 'skew' | 'isUnconfirmed'> {
  readonly usedMs: number;
}

function decideSkew(measured: MeasuredTime, scheduledAt: Date, skew: Skew): DecidedSkew {
  const { skewMs, slackMs } = measured;
  const knownMs = skew.ms ?? 0;
  if (skewMs === null) return { usedMs: knownMs, skew, isUnconfirmed: false };
  // An answer that was long under way, or met a run that stood still, tells nothing against what is known.
  const isExplained =
    slackMs >= LONG_ANSWER_MS && knownMs >= skewMs && knownMs <= skewMs + slackMs + DATE_STEP_MS;
  if (isExplained) return believe(knownMs);
  // A Date hides up to a second: of what differs by less, the larger is nearer to the truth, and does not jitter.
  if (isSame(skewMs, skew.ms)) return believe(Math.max(skewMs, knownMs));
  if (isNear(skewMs, knownMs)) return believe(skewMs);
  const rival = nextRival(skewMs, skew);
  const deviating = { ...skew, rival, deviatingRunCount: skew.deviatingRunCount + 1 };
  if (skew.ms === null) {
    // Two runs that agree, or the schedule, are enough where there is nothing to contradict them.
    if (rival.runCount > 1 || isOnSchedule(measured, scheduledAt, 0)) return believe(skewMs);
    return { usedMs: measured.isAgreed ? skewMs : knownMs, skew: deviating, isUnconfirmed: true };
  }
  if (rival.runCount >= AGREEING_RUNS_COUNT) return believe(skewMs);
  // Of three clocks the two that agree are right: here it is the function's own that is not.
  if (isOnSchedule(measured, scheduledAt, knownMs))
    return { usedMs: skewMs, skew: { ...deviating, deviatingRunCount: 0 }, isUnconfirmed: false };
  return { usedMs: knownMs, skew: deviating, isUnconfirmed: false };
}

const isSame = (measuredMs: number, knownMs: number | null): boolean =>
  knownMs !== null && Math.abs(measuredMs - knownMs) < DATE_STEP_MS;

const believe = (ms: number): DecidedSkew => ({
  usedMs: ms,
  skew: { ...UNKNOWN_SKEW, ms },
  isUnconfirmed: false,
});

function nextRival(ms: number, { rival }: Skew): NonNullable<Skew['rival']> {
  const isSame = rival !== null && isNear(ms, rival.ms);
  return { ms, runCount: isSame ? rival.runCount + 1 : 1 };
}

/** Whether the time the API tells is that of the schedule, with the skew that is known or without one. */
function isOnSchedule({ sentAt, skewMs }: MeasuredTime, scheduledAt: Date, knownMs: number): boolean {
  const lateMs = sentAt.getTime() + (skewMs ?? 0) - scheduledAt.getTime();
  return Math.abs(lateMs) <= SCHEDULED_SPREAD_MS || Math.abs(lateMs - knownMs) <= SCHEDULED_SPREAD_MS;
}
