/** `npm run bench:cpu`: what reading costs of the CPU, as ratios within one run of the bench. */
import { toTable } from '../local/text/markdown-table.ts';
import { measureRuns, type RunTimes } from './cpu/measure-runs.ts';
import { measureImports } from './import-time.ts';
import { measurePage } from './page-time.ts';
import { readOptions } from './read-options.ts';
import { toImportTable, toPageTable } from './scan/tables.ts';

const USAGE = `Measures what loading, a page and a run cost of the CPU. Takes about two minutes.

Examples
  npm run bench:cpu
  npm run bench:cpu -- --environments 500
  npm run bench:cpu -- --quick               few rounds`;

const values = readOptions(USAGE, {
  environments: { type: 'string', default: '100' },
  quick: { type: 'boolean' },
});

const environmentCount = Number(values.environments);
const imports = await measureImports();
const page = measurePage();
const runs = await measureRuns(['essential', 'full'], {
  environmentCount,
  roundCount: values.quick ? 3 : 15,
});

console.log(`${toImportTable(imports)}\n\n${toPageTable(page)}\n\n${toRunTable(runs)}`);

/** The last reader is the measure of the others, request by request: with essential metrics a run asks less. */
function toRunTable({ environmentCount: count, roundCount, readers }: RunTimes): string {
  const perRequestMs = ({ cpuMs, requestCount }: (typeof readers)[number]) => cpuMs / requestCount;
  const [leastMs = Number.NaN] = readers.slice(-1).map(perRequestMs);
  return toTable(
    [
      `${count} environments, one in ten with work`,
      'requests',
      `CPU, median of ${roundCount}`,
      'a request',
      'ratio',
    ],
    readers.map((reader) => [
      reader.name,
      String(reader.requestCount),
      `${reader.cpuMs.toFixed(0)} ms`,
      `${perRequestMs(reader).toFixed(2)} ms`,
      (perRequestMs(reader) / leastMs).toFixed(2),
    ]),
  );
}
