/**
 * What a scan teaches about the cursors that a server takes. By its documentation each row is one; some take it only as
 * `page`, and some only what they have just told. That is learned once, and doubted once a day. Pure.
 */
import type { CursorHabit, ScanMemory } from '../../model/scan-memory.ts';

/** `any`: a row was taken as it is documented. `page`, `fresh`: as a CursorHabit. Null: no jump was tried. */
export type CursorEvidence = 'any' | CursorHabit['kind'] | null;

/** What was wrong with a server may have been put right. */
const DOUBT_AFTER_MS = 24 * 3_600_000;

interface Scanned {
  readonly memory: ScanMemory;
  readonly isComplete: boolean;
  readonly isCorrection: boolean;
  readonly cursors: CursorEvidence;
}

/** The scan with what it taught: where there are no jumps, there is nothing to remember but that. */
export function withHabit<Scan extends Scanned>(scanned: Scan, at: Date): Scan {
  const { memory, cursors, isComplete } = scanned;
  const habit = isComplete ? nextHabit(memory.habit, cursors, at) : memory.habit;
  const isPlain = habit?.kind === 'fresh' && !habit.isInDoubt;
  const known = isPlain ? { ranges: [], walk: null } : {};
  return {
    ...scanned,
    memory: { ...memory, ...known, habit },
    isCorrection: isPlain ? habit !== memory.habit : scanned.isCorrection || habit !== memory.habit,
  };
}

function nextHabit(habit: CursorHabit | null, cursors: CursorEvidence, at: Date): CursorHabit | null {
  if (cursors === 'any') return null;
  if (cursors !== null && (cursors !== habit?.kind || habit.isInDoubt))
    return { kind: cursors, learnedAt: at, isInDoubt: false };
  // An instant that has not come yet is a clock that was wrong once.
  const isOld = habit !== null && Math.abs(at.getTime() - habit.learnedAt.getTime()) >= DOUBT_AFTER_MS;
  return isOld && !habit.isInDoubt ? { ...habit, isInDoubt: true } : habit;
}

/** @returns what to say of it; null: nothing that was not known */
export function learnedCursors(
  before: CursorHabit | null,
  after: CursorHabit | null,
): NonNullable<CursorEvidence> | null {
  return before?.kind === after?.kind ? null : (after?.kind ?? 'any');
}
