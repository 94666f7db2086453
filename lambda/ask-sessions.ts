/** Asks for the sessions of late items, once all lists are read: what they bring is judged with everything else. */

import type { Settings } from '../contract/settings.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { chooseSessions, NOTHING_CHOSEN } from './judge/choose-sessions.ts';
import type { Readings } from './model/readings.ts';
import type { Rows } from './model/row.ts';
import type { RunMemory } from './model/run-memory.ts';
import { NO_SESSIONS, type SessionReadings } from './model/session.ts';
import { isPaused, nextPace } from './model/session-pace.ts';
import { type ReadSessionsDeps, readSessions } from './read/read-sessions.ts';
import type { RunErrors } from './run-errors.ts';

export interface AskSessionsInput extends ReadSessionsDeps {
  readonly settings: Settings;
  readonly rows: Rows;
  readonly memory: Pick<RunMemory, 'sessions'>;
  readonly errors: Pick<RunErrors, 'collect'>;
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: number;
}

/** @returns the readings with what was learned of sessions; the very same where none are to be read */
export async function askSessions(readings: Readings, input: AskSessionsInput): Promise<Readings> {
  const { settings, rows, memory, errors, timing } = input;
  if (!settings.sessions) return readings;
  const { at } = readings.instant;
  const isWaiting = isPaused(memory.sessions, at);
  const { asked, afterIds } = isWaiting ? NOTHING_CHOSEN : chooseSessions({ settings, readings, rows });
  const deadlineMs = Math.min(input.deadlineMs, timing.nowMs() + TIME_BUDGET.readSessionsMs);
  const read: SessionReadings =
    (await errors.collect('read sessions', () => readSessions(input, asked, deadlineMs))) ?? NO_SESSIONS;
  return { ...readings, sessions: { ...read, afterIds, pace: nextPace(memory.sessions, read, at) } };
}
