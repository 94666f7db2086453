/** docs/scale.md: the tables, with what they mean. Pure. */
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { REQUESTS_PER_SECOND } from '../../lambda/read/api/adaptive-rate.ts';
import { toTable } from '../../local/text/markdown-table.ts';
import { toUsd } from '../cost/prices.ts';
import { type FleetCost, LATENCY_MS, type RunCost } from './measure-fleet.ts';

const RUNS_A_MONTH = 30 * 24 * 60;
const count = (value: number) => Math.round(value).toLocaleString('en-US');
const seconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} s`;

export function toScalePage(
  fleets: readonly FleetCost[],
  { measuredOn, steadyRunCount }: { readonly measuredOn: string; readonly steadyRunCount: number },
): string {
  return `# How many environments a monitor reads

<!-- Written by npm run bench:scale -- --write. -->

${measuredOn}.

The built bundle in a process of its own, with the share of a processor and the memory that Lambda gives a function of
that size (memory / 1,769 MB), over real sockets; the API, with ${LATENCY_MS} ms of latency, and the stand-ins of AWS in
another. One environment of ten is at work, the others are idle with 120 finished items. Calls to AWS take no time of a
network here: there each takes some milliseconds more.

With \`shards\` several functions share the environments ([decision 0035](decisions/0035-shards.md)); here each has a
token, and so a rate, of its own. Times are of the longest of their runs, the peak of the memory of the largest, and all
else is of all together.

A run reads for ${TIME_BUDGET.readKnownUntilMs / 1000} s and makes at most ${REQUESTS_PER_SECOND} requests a second. What does not fit waits for the next run, the longest
first; the metric ScanAge is how long ago the one that waits longest was asked. A deployed function has 512 MB; 256 MB are
shown for comparison.

## Each minute

Median of ${steadyRunCount} runs. "At that rate" is the time that the requests take at ${REQUESTS_PER_SECOND} a second of each function: more than it is what the processor costs.

${toSteadyTable(fleets)}

## Everything at once

An item in every queue that nobody takes, so that each environment opens an incident and changes its row; and an API that
answers 503 to everything. Of several runs, which a fleet needs to be read once, the longest.

${toStormTable(fleets)}
`;
}

function toSteadyTable(fleets: readonly FleetCost[]): string {
  return toTable(
    [
      'environments',
      'shards',
      'memory',
      'read',
      'ScanAge',
      'failed',
      'requests',
      'wall time',
      'at that rate',
      'CPU',
      'peak memory',
      'calls to AWS',
      'Lambda, USD a month',
    ],
    fleets.map(({ environmentCount, shards, memoryMb, peakMemoryMb, steady }) => [
      count(environmentCount),
      count(shards),
      `${count(memoryMb)} MB`,
      count(steady.publishedCount),
      `${count(steady.scanAgeSeconds)} s`,
      count(steady.failedCount),
      count(steady.requestCount),
      seconds(steady.wallSeconds),
      seconds(steady.requestCount / REQUESTS_PER_SECOND / shards),
      `${steady.cpuSeconds.toFixed(2)} s`,
      `${count(peakMemoryMb)} MB`,
      count(steady.awsCallCount),
      toUsd('lambdaCompute', steady.functionSeconds * (memoryMb / 1024) * RUNS_A_MONTH).toFixed(2),
    ]),
  );
}

function toStormTable(fleets: readonly FleetCost[]): string {
  const row = ({ environmentCount, memoryMb }: FleetCost, what: string, runs: readonly RunCost[]) => {
    const most = (of: (run: RunCost) => number) => Math.max(...runs.map(of));
    return [
      count(environmentCount),
      `${count(memoryMb)} MB`,
      what,
      runs.every(({ hasSucceeded }) => hasSucceeded) ? 'yes' : 'NO',
      count(runs.length),
      count(most(({ requestCount }) => requestCount)),
      seconds(most(({ wallSeconds }) => wallSeconds)),
      `${most(({ cpuSeconds }) => cpuSeconds).toFixed(2)} s`,
      count(most(({ awsCallCount }) => awsCallCount)),
      count(runs.reduce((sum, { alertCount }) => sum + alertCount, 0)),
    ];
  };
  return toTable(
    [
      'environments',
      'memory',
      'what',
      'succeeds',
      'runs',
      'requests',
      'wall time',
      'CPU',
      'calls to AWS',
      'messages',
    ],
    fleets.flatMap((fleet) =>
      fleet.storms === null
        ? []
        : [
            row(fleet, 'every row changes', fleet.storms.everythingChanges),
            row(fleet, '503 to everything', fleet.storms.everythingRefused),
          ],
    ),
  );
}
