/** One run of the local function, and everything it said while it ran. */
import { EVENT_SCHEMA_VERSION } from '../../contract/deployment.ts';
import type { LocalFunction } from '../function/start-function.ts';
import type { MetricPoint } from '../stand-ins/cloudwatch.ts';
import type { DeliveredMessage } from '../stand-ins/sns.ts';
import type { StandIns } from '../stand-ins/start-stand-ins.ts';

export interface Unread {
  readonly environmentId: string;
  readonly message: string;
}

export interface RunOutcome {
  readonly number: number;
  readonly scheduledAt: Date;
  /** What the handler threw; null when it returned. */
  readonly error: string | null;
  /** Environments that could not be read whole, and why. */
  readonly unread: readonly Unread[];
  readonly points: readonly MetricPoint[];
  readonly alerts: readonly DeliveredMessage[];
  readonly chatMessages: readonly DeliveredMessage[];
}

const MINUTE_MS = 60_000;

export async function runMonitor(
  monitor: LocalFunction,
  standIns: StandIns,
  number: number,
  now: Date,
): Promise<RunOutcome> {
  const scheduledAt = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  const before = countSaid(standIns);
  const { error } = await monitor.invoke({
    schemaVersion: EVENT_SCHEMA_VERSION,
    scheduledTime: scheduledAt.toISOString().replace('.000', ''),
  });
  return {
    number,
    scheduledAt,
    error: error?.message ?? null,
    unread: toUnread(monitor.logged('run').at(-1)?.unread),
    points: standIns.metrics().slice(before.pointCount),
    alerts: standIns.alerts().slice(before.alertCount),
    chatMessages: standIns.chatMessages().slice(before.chatCount),
  };
}

function countSaid(standIns: StandIns) {
  return {
    pointCount: standIns.metrics().length,
    alertCount: standIns.alerts().length,
    chatCount: standIns.chatMessages().length,
  };
}

function toUnread(logged: unknown): Unread[] {
  return Array.isArray(logged)
    ? logged.map(({ environmentId, message }) => ({ environmentId, message }))
    : [];
}
