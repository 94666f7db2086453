/**
 * Gives the function's process the time of a simulated fleet. Its clock shows that time, and what it only waits for
 * (the pause before a retry) passes as fast as virtual minutes do. What it asks of others takes as long as it takes.
 */

import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export interface VirtualTime {
  /** What the clock shows when the run begins; RFC 3339. */
  readonly at: string;
  /** How many times as fast as real time. */
  readonly speed: number;
}

interface Waiting {
  readonly dueMs: number;
  readonly end: () => void;
}

/** Shorter waits are not worth a skip. */
const SHORTEST_MS = 50;

const RealDate = Date;
const realNowMs = performance.now.bind(performance);
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;

let aheadMs = 0;
let isSet = false;
let speed = 1;
let skip: NodeJS.Timeout | undefined;
const waits = new Map<NodeJS.Timeout, Waiting>();
const requests = new Set<ClientRequest>();

/** Once in a process, before anything that asks for the time is loaded. */
export function installVirtualTime(): void {
  performance.now = () => realNowMs() + aheadMs;
  globalThis.Date = class extends RealDate {
    constructor(...values: [] | [number]) {
      if (values.length === 0) super(RealDate.now() + aheadMs);
      else super(...values);
    }
    static override now = () => RealDate.now() + aheadMs;
  } as DateConstructor;
  globalThis.setTimeout = Object.assign(startTimer, realSetTimeout) as typeof setTimeout;
  globalThis.clearTimeout = (timer) => {
    if (typeof timer === 'object') waits.delete(timer as NodeJS.Timeout);
    realClearTimeout(timer);
  };
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    requests.add(request);
    request.once('close', () => {
      requests.delete(request);
      planSkip();
    });
  });
}

/** A run begins: time has passed since the last one. It never goes back. */
export function setVirtualTime(time: VirtualTime): void {
  const nextMs = RealDate.parse(time.at) - RealDate.now();
  // Where the clock of the fleet is at first may be anywhere.
  aheadMs = isSet ? Math.max(aheadMs, nextMs) : nextMs;
  isSet = true;
  speed = time.speed;
}

function startTimer(work: (...values: unknown[]) => void, durationMs = 0, ...values: unknown[]) {
  const end = () => {
    waits.delete(timer);
    work(...values);
  };
  const timer = realSetTimeout(end, durationMs);
  if (durationMs >= SHORTEST_MS) {
    waits.set(timer, { dueMs: performance.now() + durationMs, end });
    planSkip();
  }
  return timer;
}

/** While a request is under way, a timer may be its time limit: that one is real. */
function planSkip(): void {
  realClearTimeout(skip);
  const next = [...waits].toSorted(([, a], [, b]) => a.dueMs - b.dueMs)[0];
  if (speed <= 1 || requests.size > 0 || next === undefined) return;
  const [timer, { dueMs, end }] = next;
  skip = realSetTimeout(
    () => {
      if (requests.size > 0 || !waits.has(timer)) return;
      aheadMs += Math.max(0, dueMs - performance.now());
      realClearTimeout(timer);
      end();
      planSkip();
    },
    Math.max(0, dueMs - performance.now()) / speed,
  );
}
