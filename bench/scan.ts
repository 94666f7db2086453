/**
 * `npm run bench:scan`: what a scan costs, as tables. `--quick` takes short lists, `--write` puts the tables
 * into docs/bench-scan.md.
 */
import { writeFileSync } from 'node:fs';
import { measureImports } from './import-time.ts';
import { toMeasuredOn } from './measured-on.ts';
import { measurePage } from './page-time.ts';
import { readOptions } from './read-options.ts';
import { ALL_CASES, QUICK_CASES } from './scan/list-case.ts';
import { measureScans } from './scan/measure-scans.ts';
import { toBenchPage } from './scan/page.ts';

const USAGE = `Measures what a scan costs, and prints it as tables. Takes about six minutes.

Examples
  npm run bench:scan
  npm run bench:scan -- --quick     short lists, half a minute
  npm run bench:scan -- --write     into docs/bench-scan.md, too`;

const values = readOptions(USAGE, { quick: { type: 'boolean' }, write: { type: 'boolean' } });
const steadyRunCount = values.quick ? 1 : 3;

// First, while the machine has nothing else to do for us.
const imports = await measureImports();
const page = measurePage();
const scans = await measureScans(values.quick ? QUICK_CASES : ALL_CASES, { steadyRunCount });

const measuredOn = toMeasuredOn();
const text = toBenchPage({ scans, imports, page, steadyRunCount, measuredOn });
process.stdout.write(text);
if (values.write) writeFileSync(new URL('../docs/bench-scan.md', import.meta.url), text);
