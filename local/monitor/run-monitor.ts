/**
 * One run of the local function, and everything it said while it ran. What earlier runs said is forgotten: a
 * monitor that runs for a week must not need more memory every minute.
 */
import { EVENT_SCHEMA_VERSION } from '../../contract/deployment.ts';
import type { LocalFunction } from '../function/start-function.ts';
import type { MetricPoint } from '../stand-ins/cloudwatch.ts';
import type { DeliveredMessage } from '../stand-ins/sns.ts';
import type { StandIns } from '../stand-ins/start-stand-ins.ts';
import type { MemoryReader, NamedEnvironment, Remembered } from './read-memory.ts';

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
  readonly environments: readonly NamedEnvironment[];
  readonly learned: Remembered['learned'];
}

export interface RunParts {
  readonly monitor: LocalFunction;
  readonly standIns: StandIns;
  readonly memory: MemoryReader;
}

export interface RunTime {
  readonly number: number;
  readonly at: Date;
  /** How many times as fast as real time the minutes pass; null: as fast. */
  readonly speed: number | null;
}

const MINUTE_MS = 60_000;

export async function runMonitor(
  { monitor, standIns, memory }: RunParts,
  { number, at, speed }: RunTime,
): Promise<RunOutcome> {
  const scheduledAt = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
  standIns.forget();
  monitor.forgetOutput();
  const { error } = await monitor.invoke(
    { schemaVersion: EVENT_SCHEMA_VERSION, scheduledTime: scheduledAt.toISOString().replace('.000', '') },
    speed === null ? null : { at: at.toISOString(), speed },
  );
  return {
    number,
    scheduledAt,
    error: error?.message ?? null,
    unread: toUnread(monitor.logged('run').at(-1)?.unread),
    points: standIns.metrics(),
    alerts: standIns.alerts(),
    chatMessages: standIns.chatMessages(),
    ...(await memory.read()),
  };
}

function toUnread(logged: unknown): Unread[] {
  return Array.isArray(logged)
    ? logged.map(({ environmentId, message }) => ({ environmentId, message }))
    : [];
}
