/** A simulated worker: its habits, and where it is in its work. Modelled on Anthropic's reference worker. */
import type { Range } from './random.ts';

export interface WorkerHabits {
  readonly sendsWorkerId: boolean;
  /** Whether it acks what a poll delivers. */
  readonly acks: boolean;
  /** What follows an ack; `bounces`: a dispatcher takes "spawned" for "done" (anthropic-sdk-python#1779). */
  readonly afterAck: 'works' | 'bounces' | 'never-starts';
  /** How long a session takes, in seconds; infinite if its session hangs while the heartbeats go on. */
  readonly workSeconds: Range;
  /** From the ack to the first beat: a container that must be pulled first takes minutes. */
  readonly startupSeconds: Range;
  readonly beatEverySeconds: number;
  /** Whether it runs at all until it is revived. */
  readonly isPresent: boolean;
}

/** Source of the pace: Anthropic's worker.ts and poller.ts, a beat every 30 s and a poll every 1 to 3 s. */
const WORKS: WorkerHabits = {
  sendsWorkerId: true,
  acks: true,
  afterAck: 'works',
  workSeconds: { min: 20, max: 90 },
  startupSeconds: { min: 0.2, max: 2 },
  beatEverySeconds: 30,
  isPresent: true,
};

const FOREVER: Range = { min: Number.POSITIVE_INFINITY, max: Number.POSITIVE_INFINITY };

export const BEHAVIOURS = {
  works: WORKS,
  slow: { ...WORKS, workSeconds: { min: 1_200, max: 2_400 } },
  'hangs-while-beating': { ...WORKS, workSeconds: FOREVER },
  absent: { ...WORKS, isPresent: false },
  'no-worker-id': { ...WORKS, sendsWorkerId: false },
  bounces: { ...WORKS, afterAck: 'bounces' },
  'never-acks': { ...WORKS, acks: false },
  'acks-never-starts': { ...WORKS, afterAck: 'never-starts' },
} as const satisfies Record<string, WorkerHabits>;

export type Behaviour = keyof typeof BEHAVIOURS;

/** A behaviour by name, and what differs from it: `{ behaviour: 'works', crashesAt }` is a worker that crashes. */
export interface WorkerOptions extends Partial<WorkerHabits> {
  readonly behaviour: Behaviour;
  /** @default a number */
  readonly name?: string;
  /**
   * It dies silently in place of the first beat due at or after this time, though never before its item has
   * become active: the item stays active and nobody has it.
   */
  readonly crashesAt?: Date;
}

/** The item a worker has acked and not given up. */
export interface Task {
  readonly itemId: string;
  /** Infinite if it never ends. */
  readonly endsAtMs: number;
  /** The last heartbeat as the API wrote it, or NO_HEARTBEAT. */
  readonly lastBeat: string;
  /** What is left to do when a person has allowed it; null: nobody is waited for. */
  readonly heldMs: number | null;
}

export interface SimulatedWorker {
  readonly id: string;
  readonly environmentId: string;
  readonly habits: WorkerHabits;
  /** `hung`: the session makes no progress, the heartbeats go on, nothing new is polled. */
  status: 'up' | 'down' | 'hung';
  /** It takes nothing new, and goes down when it has nothing to do. */
  isDraining: boolean;
  /** Until then nothing it sends arrives; its session goes on. */
  reconnectsAt: Date | null;
  /** Null once it has crashed: a revived worker does not crash again. */
  crashesAt: Date | null;
  /** Counts starts: every process calls itself by a new Worker-ID. */
  processNumber: number;
  /** Kept when the worker goes down: the item it left behind. */
  task: Task | null;
}

/** The Worker-ID of the running process, or null if it sends none. */
export function toWorkerId(worker: SimulatedWorker): string | null {
  return worker.habits.sendsWorkerId ? `${worker.id}-${worker.processNumber}` : null;
}
