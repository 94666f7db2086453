/** Asks for the sessions of late items, once all lists are read: what they bring is judged with everything else. */

import type { Settings } from '../contract/settings.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { chooseSessions } from './judge/choose-sessions.ts';
import { nextSessions } from './judge/next-sessions.ts';
import type { Readings } from './model/readings.ts';
import type { Rows } from './model/row.ts';
import type { RunMemory } from './model/run-memory.ts';
import { NO_SESSIONS, type SessionReadings } from './model/session.ts';
import { isPaused, nextPace } from './model/session-pace.ts';
import { type ReadSessionsDeps, readSessions } from './read/read-sessions.ts';
import type { RunErrors } from './run-errors.ts';
import type { Timing } from './timing.ts';

export interface AskSessionsInput extends ReadSessionsDeps {
  readonly settings: Settings;
  readonly rows: Pick<Rows, 'environments'>;
  readonly memory: Pick<RunMemory, 'sessions'>;
  readonly errors: Pick<RunErrors, 'collect'>;
  readonly timing: Pick<Timing, 'nowMs' | 'random'>;
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: number;
}

/** @returns the readings with what was learned of sessions; the very same where none are to be read */
export async function askSessions(readings: Readings, input: AskSessionsInput): Promise<Readings> {
  const { settings, rows, memory, errors, timing } = input;
  if (!settings.sessions) return readings;
  const { at } = readings.instant;
  const { sessions: before } = memory;
  const { asked, late } = chooseSessions({ settings, readings, rows, pace: before });
  const deadlineMs = Math.min(input.deadlineMs, timing.nowMs() + TIME_BUDGET.readSessionsMs);
  const wanted = isPaused(before, at) ? [] : asked;
  const read: SessionReadings =
    (await errors.collect('read sessions', () => readSessions(input, wanted, deadlineMs))) ?? NO_SESSIONS;
  const { afterIds, afterEnvironmentId } = nextSessions(late, read, before, timing.random());
  const pace = { ...nextPace(before, read, at), afterEnvironmentId };
  return { ...readings, sessions: { ...read, afterIds, pace } };
}
