/**
 * What memory `npm start` needs while it is left alone: its whole process at full speed, with a browser that
 * watches, and a fleet whose workers all hang after an hour. Fails where it grows.
 */
import { systemTiming } from '../lambda/timing.ts';
import { EXIT_CODES } from '../local/arguments.ts';
import { openLocalRun } from '../local/monitor/open-local-run.ts';
import { createPace } from '../local/monitor/pace.ts';
import type { Simulator } from '../local/simulator/simulator.ts';
import { readOptions } from './read-options.ts';

const USAGE = `Measures the memory of npm start over many runs, and prints it as a table. 10,000 runs take about 25 minutes.

Examples
  npm run --silent build && node --expose-gc bench/start-memory.ts
  npm run --silent build && node --expose-gc bench/start-memory.ts --runs 3000 --fleet works

Options
  --runs N         default 10000
  --fleet works    the workers do not hang, so finished items add up as in the real list`;

/** By then the page keeps as many runs, alerts and messages as it ever will. */
const SETTLED_RUNS_COUNT = 1_000;
const HUNG_FROM_RUN = 60;
const MOST_GROWTH_MB = 15;
const MARKS = [100, 500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000];

const values = readOptions(USAGE, { runs: { type: 'string' }, fleet: { type: 'string' } });
const runCount = Number(values.runs ?? 10_000);

const toMb = (bytes: number) => Math.round(bytes / 1e5) / 10;

interface Memory {
  readonly heapMb: number;
  /** Array buffers above all: sockets, streams and files hold them, and the size of the heap does not show it. */
  readonly externalMb: number;
  readonly residentMb: number;
}

function readMemory(): Memory {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: toMb(heapUsed), externalMb: toMb(external), residentMb: toMb(rss) };
}

function hangAll(simulator: Simulator): void {
  for (const environmentId of simulator.environmentIds()) {
    const up = simulator.workers(environmentId).filter(({ status }) => status === 'up');
    for (const { id } of up) simulator.hangWorker(id);
  }
}

/** As a browser does: it reads what it is sent, until the server goes. */
async function watch(pageUrl: string): Promise<void> {
  const { body } = await fetch(`${pageUrl}events`);
  for await (const _ of body ?? []);
}

const local = await openLocalRun({
  real: null,
  hasSessions: false,
  pace: createPace(0.01, systemTiming),
  page: { port: 0 },
});
watch(local.pageUrl ?? '').catch(() => undefined);
const settled: Memory[] = [];
console.log(
  '| runs | heap, MB | outside it, MB | resident, MB | ms a run |\n| ---: | ---: | ---: | ---: | ---: |',
);
let [markedMs, markedRun] = [performance.now(), 0];
for (let run = 1; run <= runCount; run++) {
  if (run === HUNG_FROM_RUN && values.fleet !== 'works' && local.world.simulator !== null) {
    hangAll(local.world.simulator);
  }
  await local.runNext();
  if (!MARKS.includes(run) && run !== runCount) continue;
  const memory = readMemory();
  const { heapMb, externalMb, residentMb } = memory;
  const msPerRun = Math.round((performance.now() - markedMs) / (run - markedRun));
  [markedMs, markedRun] = [performance.now(), run];
  console.log(`| ${run} | ${heapMb} | ${externalMb} | ${residentMb} | ${msPerRun} |`);
  if (run >= SETTLED_RUNS_COUNT) settled.push(memory);
}
await local.close();
const [first, last] = [settled[0], settled.at(-1)];
if (first !== undefined && last !== undefined) {
  for (const [what, growthMb] of [
    ['The heap', last.heapMb - first.heapMb],
    ['What is held outside the heap', last.externalMb - first.externalMb],
  ] as const) {
    if (growthMb <= MOST_GROWTH_MB) continue;
    console.error(
      `${what} grew by ${growthMb.toFixed(1)} MB after ${SETTLED_RUNS_COUNT} runs: at most ${MOST_GROWTH_MB} MB are right`,
    );
    process.exitCode = EXIT_CODES.failed;
  }
}
