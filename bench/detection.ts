/**
 * `npm run bench:detection`: what the monitor tells against what is stated, and against what is true in simulated
 * fleets, beside two alarms that a person would set up by hand. `--write` puts the tables into docs/detection.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { EXIT_CODES } from '../local/arguments.ts';
import { toFleetSections, toRulesSection } from './detection/detection-tables.ts';
import { FLEET_NAMES } from './detection/play-fleet.ts';
import { playInThreads } from './detection/play-in-threads.ts';
import { compareWithRules } from './detection/rules-table.ts';
import { summarize } from './detection/summary.ts';
import { fillMeasured } from './fill-measured.ts';
import { readOptions } from './read-options.ts';

const USAGE = `Plays simulated fleets, healthy and faulty ones, and prints what was told of them. Takes a few minutes.

Examples
  npm run bench:detection                      three days, the first of them for learning
  npm run bench:detection -- --fleet poison    one fleet alone
  npm run bench:detection -- --json told.json  all numbers, with every episode and message
  npm run bench:detection -- --write           into docs/detection.md, too

Fleets
  ${FLEET_NAMES.join(', ')}`;

const values = readOptions(USAGE, {
  days: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  fleet: { type: 'string' },
  json: { type: 'string' },
  threads: { type: 'string', default: String(Math.max(1, Math.min(4, cpus().length))) },
  write: { type: 'boolean' },
});
if (values.fleet !== undefined && !FLEET_NAMES.includes(values.fleet)) {
  console.error(`There is no fleet "${values.fleet}".\n\n${USAGE}`);
  process.exit(EXIT_CODES.usage);
}
const options = { minutes: Number(values.days) * 1_440, seed: Number(values.seed) };
const TIMELINES = 300;

const plays = await playInThreads(
  values.fleet === undefined ? FLEET_NAMES : [values.fleet],
  options,
  Number(values.threads),
);
const summary = summarize(plays, options.minutes, options.seed);
const fleetSections = toFleetSections(summary);
if (values.fleet === undefined) {
  const rules = toRulesSection(await compareWithRules(TIMELINES), TIMELINES);
  const measured = `${rules}\n\n${fleetSections}`;
  console.log(measured);
  if (values.write) {
    const file = new URL('../docs/detection.md', import.meta.url);
    writeFileSync(file, fillMeasured(readFileSync(file, 'utf8'), 'bench:detection', measured));
  }
} else {
  console.log(fleetSections);
}
if (values.json !== undefined) {
  const played = plays.map(({ name, episodes, told }) => ({ name, episodes, told }));
  writeFileSync(values.json, `${JSON.stringify({ ...summary, played }, null, 1)}\n`);
}
