/**
 * A process of its own for each measurement, so that its memory is the reader's and nobody else's. Run by
 * measure.ts with --expose-gc.
 */

import { createHttpTransport, type Transport } from '../../lambda/read/api/transport.ts';
import { createSockets } from '../../lambda/sockets.ts';
import { systemTiming } from '../../lambda/timing.ts';
import { createMonitorRuns, type Run } from './monitor-runs.ts';
import { createObserver, type Observed, type Observer, observe } from './observe.ts';
import { TOKEN } from './serve-cases.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { walkByReference } from './walk-by-reference.ts';

export interface Task {
  readonly kind: 'first walk' | 'steady' | 'reference walk';
  readonly baseUrl: string;
  readonly environmentId: string;
  /** Of the API, where time is virtual: there the server itself answers at once. */
  readonly latencyMs: number;
  /** What the monitor remembers; null at first. */
  readonly row: Uint8Array | null;
  readonly steadyRunCount: number;
}

export interface TaskResult extends Observed {
  readonly requestCount: number;
  /** Of each run; of a walk by reference the only one. */
  readonly durationsMs: readonly number[];
  readonly liveCount: number;
  /** Of requestCount, those after a walk had reached the end of the list: of the final reading. */
  readonly laterRequestCount: number;
  readonly row: Uint8Array;
}

/** A million rows take 33. */
const MAX_WALK_RUNS = 100;

async function readSteadily(task: Task, observer: Observer): Promise<TaskResult> {
  const transport = observe(createHttpTransport(createSockets()), observer);
  const runs = createMonitorRuns({ ...task, transport, timing: systemTiming });
  const done: Run[] = [];
  for (let count = 0; count < task.steadyRunCount; count++) done.push(await runs.next());
  const broken = done.find(({ reading }) => reading.completeness !== 'complete');
  if (broken !== undefined) {
    throw new Error(`A steady reading was not complete: ${broken.reading.error?.message ?? 'no reason'}`);
  }
  const { untilEnd, afterEnd } = runs.requestCounts();
  const observed = observer.result();
  return {
    ...observed,
    receivedBytes: observed.receivedBytes / done.length,
    requestCount: (untilEnd + afterEnd) / done.length,
    durationsMs: done.map(({ durationMs }) => durationMs),
    liveCount: Math.min(...done.map(({ liveCount }) => liveCount)),
    laterRequestCount: 0,
    row: runs.row(),
  };
}

async function walkFirst(task: Task, observer: Observer): Promise<TaskResult> {
  const { timing, transport } = virtually(task, observer);
  const runs = createMonitorRuns({ ...task, transport, timing });
  const done: Run[] = [];
  while (done.at(-1)?.reading.completeness !== 'complete') {
    if (done.length === MAX_WALK_RUNS) throw new Error(`The walk was not complete after ${done.length} runs`);
    done.push(await runs.next());
  }
  const { untilEnd, afterEnd } = runs.requestCounts();
  const observed = observer.result();
  // One run more writes the ranges as a complete reading would have them.
  await runs.next();
  return {
    ...observed,
    requestCount: untilEnd + afterEnd,
    durationsMs: done.map(({ durationMs }) => durationMs),
    liveCount: done.at(-1)?.liveCount ?? 0,
    laterRequestCount: afterEnd,
    row: runs.row(),
  };
}

async function walkOnce(task: Task, observer: Observer): Promise<TaskResult> {
  const { timing, transport } = virtually(task, observer);
  const fetchPage = async (path: string) => {
    const url = new URL(task.baseUrl + path);
    const { bodyText } = await transport({
      url,
      headers: { authorization: `Bearer ${TOKEN}` },
      timeoutMs: 10_000,
    });
    return bodyText;
  };
  const walked = await walkByReference({ fetchPage, sleep: timing.sleep }, task.environmentId);
  return {
    ...observer.result(),
    ...walked,
    durationsMs: [timing.nowMs()],
    laterRequestCount: 0,
    row: new Uint8Array(),
  };
}

/** Real requests over a real socket; latency and pauses only count. */
function virtually({ latencyMs }: Task, observer: Observer) {
  const { timing, hold } = createVirtualClock();
  const observed = observe(createHttpTransport(createSockets()), observer);
  const transport: Transport = async (request) => {
    const response = await hold(observed(request));
    await timing.sleep(latencyMs);
    return response;
  };
  return { timing, transport };
}

const MEASURES = { steady: readSteadily, 'first walk': walkFirst, 'reference walk': walkOnce } as const;

process.once('message', async (task: Task) => {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('The reader measures reachable memory: run it with --expose-gc');
  process.send?.(await MEASURES[task.kind](task, createObserver(gc)));
  process.disconnect();
});
