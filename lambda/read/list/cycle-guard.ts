/** Finds cursors that go round in circles, while remembering a single one (Brent's algorithm). */
import { QoderError } from '../api/qoder-error.ts';

/** @throws {QoderError} of type `unexpected_response` when the cursors repeat */
export type CycleGuard = (cursor: string) => void;

export function createCycleGuard(): CycleGuard {
  let remembered: string | null = null;
  let [stepCount, stepLimit] = [0, 1];
  return (cursor) => {
    if (cursor === remembered) {
      const shown = JSON.stringify(cursor.slice(0, 100));
      const message = `The work list repeats the cursor ${shown}: its pages never end`;
      throw new QoderError(message, { status: 200, type: 'unexpected_response', requestId: null });
    }
    if (++stepCount < stepLimit) return;
    remembered = cursor;
    stepCount = 0;
    stepLimit *= 2;
  };
}
