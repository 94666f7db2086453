/**
 * What memory `npm start` needs while it is left alone: its process and that of the function, which is the deployed
 * bundle, at full speed, with a browser that watches, and a fleet whose workers all hang after an hour. Fails where
 * either grows.
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
  --fleet works    the workers do not hang, so items are finished all the time`;

/** By then the page keeps as many runs as it ever will, and V8 has compiled what runs often. */
const SETTLED_RUNS_COUNT = 1_000;
const HUNG_FROM_RUN = 60;
/** What is resident comes and goes by tens of megabytes: V8 gives freed pages back when it likes. */
const MOST_GROWTH_MB = { heapMb: 15, externalMb: 15, residentMb: 120 };
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

const toMemory = ({ heapUsed, external, rss }: NodeJS.MemoryUsage): Memory => ({
  heapMb: toMb(heapUsed),
  externalMb: toMb(external),
  residentMb: toMb(rss),
});

type Memories = Readonly<Record<'npm start' | 'the function', Memory>>;

async function readMemories(): Promise<Memories> {
  globalThis.gc?.();
  return {
    'npm start': toMemory(process.memoryUsage()),
    'the function': toMemory(await local.readFunctionMemory()),
  };
}

const toCells = ({ heapMb, externalMb, residentMb }: Memory) => [heapMb, externalMb, residentMb].join(' | ');

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
const settled: Memories[] = [];
console.log(
  '| runs | heap, MB | outside it, MB | resident, MB | function: heap, MB | outside it, MB | resident, MB | ms a run |',
);
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
let [markedMs, markedRun] = [performance.now(), 0];
for (let run = 1; run <= runCount; run++) {
  if (run === HUNG_FROM_RUN && values.fleet !== 'works' && local.world.simulator !== null) {
    hangAll(local.world.simulator);
  }
  await local.runNext();
  if (!MARKS.includes(run) && run !== runCount) continue;
  const memories = await readMemories();
  const cells = Object.values(memories).map(toCells).join(' | ');
  const msPerRun = Math.round((performance.now() - markedMs) / (run - markedRun));
  [markedMs, markedRun] = [performance.now(), run];
  console.log(`| ${run} | ${cells} | ${msPerRun} |`);
  if (run >= SETTLED_RUNS_COUNT) settled.push(memories);
}
await local.close();

const WHAT = {
  heapMb: 'The heap',
  externalMb: 'What is held outside the heap',
  residentMb: 'The resident memory',
} as const;
const [first, last] = [settled[0], settled.at(-1)];
if (first !== undefined && last !== undefined) {
  for (const owner of ['npm start', 'the function'] as const) {
    for (const kind of ['heapMb', 'externalMb', 'residentMb'] as const) {
      const [growthMb, mostMb] = [last[owner][kind] - first[owner][kind], MOST_GROWTH_MB[kind]];
      if (growthMb <= mostMb) continue;
      console.error(
        `${WHAT[kind]} of ${owner} grew by ${growthMb.toFixed(1)} MB after ${SETTLED_RUNS_COUNT} runs: at most ${mostMb} MB are right`,
      );
      process.exitCode = EXIT_CODES.failed;
    }
  }
}
