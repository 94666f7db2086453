/** Publishing and telling, each within its time: a topic that hangs must neither keep a run from reading nor from ending. */
import { type Delivery, deliver, type Intent, type Remembered } from '../remember/remembered.ts';
import type { StoredRun } from '../remember/run-store.ts';
import type { PublishedMetrics, RunContext } from '../run.ts';

const TELL_LEFTOVER_UNTIL_MS = 5_000;
const TELL_MS = 10_000;
const TELL_UNTIL_MS = 52_000;

export interface Told {
  readonly intents: readonly Intent[];
  readonly deliveries: readonly Delivery[];
}

/** Sends the saved outboxes of this run, each on its own. */
export function tellSaved(intents: readonly Intent[], context: RunContext): Promise<Told> {
  const spentMs = context.timing.nowMs() - context.startedAtMs;
  return tell(intents, context, Math.min(TELL_UNTIL_MS, spentMs + TELL_MS));
}

/**
 * Sends what an earlier run left and clears it at once, so that a run which keeps failing later on does not
 * repeat the same message every minute.
 */
export async function tellLeftover(stored: StoredRun, context: RunContext): Promise<StoredRun & Told> {
  const unchanged = (remembered: Remembered): Intent => ({
    remembered,
    state: remembered.row.value,
    isOver: false,
  });
  const waiting = [stored.monitor, ...stored.environments.values()].map(unchanged);
  const told = await tell(waiting, context, TELL_LEFTOVER_UNTIL_MS);
  const byId = new Map(told.intents.map(({ remembered }) => [remembered.id, remembered]));
  return {
    ...stored,
    ...told,
    monitor: byId.get(stored.monitor.id) ?? stored.monitor,
    environments: new Map([...stored.environments].map(([id, before]) => [id, byId.get(id) ?? before])),
  };
}

/** @returns false when it failed; the fault is collected */
export async function publish(
  metrics: PublishedMetrics,
  context: RunContext,
  untilMs: number,
): Promise<boolean> {
  const done = await context.faults.collect('publish metrics', async () => {
    await context.publishMetrics(metrics, signalUntil(untilMs, context));
    return true;
  });
  return done === true;
}

async function tell(intents: readonly Intent[], context: RunContext, untilMs: number): Promise<Told> {
  const waiting = intents.filter(({ state }) => state.outbox.length > 0);
  const signal = signalUntil(untilMs, context);
  const deliveries = await Promise.all(waiting.map((intent) => deliver(intent, context.sendAlert, signal)));
  for (const { clearError, intent } of deliveries) {
    if (clearError === null) continue;
    await context.faults.collect(`clear the outbox of ${intent.remembered.id}`, () =>
      Promise.reject(clearError),
    );
  }
  return { intents: deliveries.map(({ intent }) => intent), deliveries };
}

function signalUntil(untilMs: number, { timing, startedAtMs }: RunContext): AbortSignal {
  return AbortSignal.timeout(Math.max(1, Math.round(startedAtMs + untilMs - timing.nowMs())));
}
