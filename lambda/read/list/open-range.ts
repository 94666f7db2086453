/** Opens the stretch behind a remembered range: at its end, or at an earlier place in it if that is lost. */
import type { Anchor, SettledRange } from '../../model/scan-memory.ts';
import type { WorkItem } from '../../model/work-item.ts';
import { toReadError } from '../api/qoder-error.ts';
import { openPosition } from './open-position.ts';
import { readStretch, type Stretch, type StretchDeps, type StretchOutcome } from './read-stretch.ts';
import { endAt } from './settled-range.ts';

export interface RangeOpening {
  /** What is left of the range; null when it is lost, or when the stretch begins the list. */
  readonly range: SettledRange | null;
  /** Null: the range is lost, and what lies behind it has to be reached another way. */
  readonly outcome: StretchOutcome | null;
}

/** Jumps of one scan, shared by its stretches. */
export interface JumpBreaker {
  openedCount: number;
  lostCount: number;
}

/** After so many lost places and none found, the cursors are broken, not the ranges: no more are tried. */
const GIVE_UP_COUNT = 3;

export async function openRange(
  deps: StretchDeps,
  range: SettledRange,
  next: Pick<Stretch, 'stops' | 'nextIndex'>,
  breaker: JumpBreaker,
): Promise<RangeOpening> {
  const isSettled = async (item: WorkItem) => (await deps.rows).isSettled(item);
  const places: (Anchor | null)[] = [null, ...range.anchors.toReversed()];
  try {
    for (const anchor of places) {
      if (breaker.openedCount === 0 && breaker.lostCount >= GIVE_UP_COUNT) break;
      const at = anchor ?? range.end;
      const page = await openPosition(deps.list, at, isSettled);
      if (page === null) {
        breaker.lostCount++;
        continue;
      }
      breaker.openedCount++;
      const rest = anchor === null ? range : endAt(range, anchor);
      return { range: rest, outcome: await readStretch(deps, { opened: { page, at }, ...next }) };
    }
    return { range: null, outcome: null };
  } catch (error) {
    // Nothing was learned of the range: it stays.
    const { nextIndex } = next;
    return {
      range,
      outcome: { result: 'stopped', nextIndex, error: toReadError(error), pieces: [], position: null },
    };
  }
}
