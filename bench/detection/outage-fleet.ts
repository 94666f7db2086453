/** Six healthy environments of one monitor, whose API is gone for a while, or who is gone itself. */
import type { Cause } from './causes.ts';
import { HEALTHY_FLEETS } from './healthy-fleets.ts';
import { type Act, afterMinutes, draw, MINUTE_MS, type Stage } from './stage.ts';

const SHAPES = ['steady', 'bursts', 'cancels', 'long-sessions', 'no-worker-id', 'slow-beats'] as const;

const QUIET_MINUTES = 360;
const EVERY_MINUTES = 180;
const LATEST_START_MINUTES = 10;
const OUTAGE_MINUTES = 20;

export const playOutages: Act = (stage) => {
  const ids = SHAPES.map((shape) => `${stage.id}_${shape}`);
  for (const [index, shape] of SHAPES.entries()) {
    HEALTHY_FLEETS[shape]({ ...stage, id: ids[index] ?? '' });
  }
  let cause: Cause = 'outage';
  for (let from = QUIET_MINUTES; from + EVERY_MINUTES <= stage.minutes; from += EVERY_MINUTES) {
    const startMinute = from + draw(stage, 0, LATEST_START_MINUTES);
    const endMinute = startMinute + OUTAGE_MINUTES;
    stage.episodes.push({ cause, startMinute, endMinute, itemIds: [] });
    if (cause === 'outage') afterMinutes(stage, startMinute, () => breakApi(stage, ids));
    else stage.pauses.push({ min: startMinute, max: endMinute });
    cause = cause === 'outage' ? 'monitor-down' : 'outage';
  }
};

/** For everyone: workers can neither poll nor beat. Work goes on coming, and sessions go on. */
function breakApi(stage: Stage, ids: readonly string[]): void {
  const { simulator } = stage;
  const end = simulator.addFault({ kind: 'status', status: 503 });
  for (const worker of ids.flatMap((id) => simulator.workers(id))) {
    simulator.cutOffWorker(worker.id, OUTAGE_MINUTES * MINUTE_MS);
  }
  afterMinutes(stage, OUTAGE_MINUTES, end);
}
