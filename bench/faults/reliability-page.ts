/** docs/reliability.md: the tables, with what they mean. Pure. */
import { toTable } from '../../local/text/markdown-table.ts';
import type { FuzzResult } from './fuzz.ts';
import type { Verdict } from './shard.ts';
import type { SoakResult } from './soak.ts';
import { SITUATIONS } from './stage.ts';

export interface FaultsResult {
  readonly verdicts: readonly Verdict[];
  readonly soak: SoakResult;
  readonly fuzzed: readonly FuzzResult[];
  readonly measuredOn: string;
}

const GROUPS = [
  [
    'API',
    'What the API can do',
    'For one run and for twelve, of one environment and of all; a list of environments once and for twelve runs.',
  ],
  [
    'AWS',
    'What AWS can do',
    'Each step is refused, done and its answer lost, or hangs until its tries or its stage are over, for one run, three and twelve. Secrets are read by new processes; one that has kept a token goes on with it.',
  ],
  ['killed', 'Runs that are killed', 'At each step, before it and after it.'],
  [
    'frozen',
    'Runs that stand still',
    'At each step. After 90 s the next run has found the lease taken; after 130 s another has taken over.',
  ],
  [
    'at once',
    'Runs at once',
    'Against an API that takes 4 s to answer, so that they meet; 0 to 1.5 s apart.',
  ],
] as const;

export function toReliabilityPage(result: FaultsResult): string {
  const { verdicts, measuredOn } = result;
  const failedCount = verdicts.filter(({ faults }) => faults.length > 0).length;
  const sections = GROUPS.map(([group, title, how]) => {
    const own = verdicts.filter((verdict) => verdict.group === group);
    return `## ${title}\n\n${how}\n\n${toMatrix(own)}`;
  });
  return `# How reliable it is

<!-- Written by npm run bench:faults -- --write. -->

${measuredOn}.

Whole runs of the monitor over the simulated API, in virtual time: a case is played, beside the same minutes undisturbed.
A cell is how many of its cases keep every law:

- Every incident that is true is told as opened once and as ended once, by distinct message ids; a repetition says the same.
  One that is over before what was not read is made up for need not be told.
- An event bus takes what the topics take, under the same ids; of growth and reminders that wait, each may skip others.
- No condition of a queue is told that is not true, or before it is.
- A published number is right or missing, never different; an environment that the fault does not touch misses none.
- Flows and distributions, over the whole play, are those of the undisturbed one, never ahead of it.
- After the fault everything is published again within 3 runs.
- \`Runs\` counts no run that did not publish, save and release.

Three faults are the API's own word, which is believed: a 404 that lasts and a list without an environment may withdraw its
incidents, which open anew when it is back, and items in a state that nobody knows are in none of the published ones.

${verdicts.length - failedCount} of ${verdicts.length} cases keep all of them.

${sections.join('\n\n')}

## What does not hold

${toFailures(verdicts)}

${WHY}

${toSoakSection(result.soak)}

${toFuzzSection(result.fuzzed)}
`;
}

/** For whoever reads the failures: none is hidden, and none is to be wondered at. */
const WHY = `- A run that published and then could not save, release or hear of it (\`publish answer-lost\`, \`releaseLease refused\` or hanging, killed
  or taken over after it published) is repeated by the next run, which cannot know: CloudWatch has no idempotent write. Flows
  of that minute count twice; gauges and alerts are right.
- A Date that is wrong in every answer of the very first run is believed for that run, since nothing is remembered that
  contradicts it: numbers are wrong once, and nothing is opened.
- A Date that stays wrong for ever, beside timestamps that are right, is believed after three runs that agree: ages are wrong
  from then on, and alerts are told that are not true.`;

const cell = (verdicts: readonly Verdict[]): string => {
  if (verdicts.length === 0) return '-';
  const passedCount = verdicts.filter(({ faults }) => faults.length === 0).length;
  return passedCount === verdicts.length ? `${passedCount}` : `**${passedCount} of ${verdicts.length}**`;
};

function toMatrix(verdicts: readonly Verdict[]): string {
  const situations = Object.keys(SITUATIONS);
  const rows = [...Map.groupBy(verdicts, ({ row }) => row)].map(([row, own]) => [
    row,
    ...situations.map((situation) => cell(own.filter((verdict) => verdict.situation === situation))),
  ]);
  return toTable(['fault', ...situations], rows);
}

/** Failed cases of a row break the same laws: the first of them stands for all. */
function toFailures(verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter(({ faults }) => faults.length > 0);
  const rows = [...Map.groupBy(failed, ({ row }) => row)].flatMap(([, own]) => {
    const [first] = own;
    return first === undefined
      ? []
      : [[first.group, `${first.fault}, ${first.situation}`, String(own.length), first.faults[0] ?? '']];
  });
  return rows.length === 0 ? 'Nothing.' : toTable(['', 'first case', 'cases', 'what breaks'], rows);
}

function toSoakSection(soak: SoakResult): string {
  const days = soak.minutes / 1_440;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `## ${days} days of random faults

${soak.minutes} runs in ${Math.round(soak.wallSeconds)} s: ${soak.apiFaultCount} faults of the API of 1 to 15 minutes, ${soak.stepFaultCount} steps that failed, ${soak.killedCount} runs
killed among them, ${soak.failedRunCount} runs failed. Three environments, ${soak.troubleCount} items stuck or dead for one to two and a half hours.

${toTable(
  ['what', 'value'],
  [
    ['incidents opened / ended / open', `${soak.openedCount} / ${soak.endedCount} / ${soak.openCount}`],
    ['heap after an hour / half-way / at the end', soak.heapBytes.map(megabytes).join(' / ')],
    ['of it, what the simulator alone grows by', megabytes(soak.fleetBytes)],
    ['largest row', `${soak.largestRowBytes} bytes`],
    ['laws broken', String(soak.faults.length)],
  ],
)}

The heap holds the simulator too, with every item there ever was, and all that was told.${soak.faults.length === 0 ? '' : `\n\n- ${soak.faults.slice(0, 20).join('\n- ')}`}`;
}

function toFuzzSection(fuzzed: readonly FuzzResult[]): string {
  const rows = fuzzed.map(({ parser, inputCount, slowestMs, fault }) => [
    parser,
    String(inputCount),
    `${slowestMs.toFixed(0)} ms`,
    fault ?? 'none',
  ]);
  return `## Bytes from outside

Each parser throws only its own error, returns only numbers and dates that are some, and takes less than two seconds.

${toTable(['parser', 'inputs', 'slowest', 'fault'], rows)}`;
}
