/**
 * `npm run bench:scale`: how many environments one function reads, as a table. `--quick` takes small fleets,
 * `--write` puts the table into docs/scale.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { mapConcurrently } from '../lambda/map-concurrently.ts';
import { readOptions } from './read-options.ts';
import { measureFleet } from './scale/measure-fleet.ts';
import { toScalePage } from './scale/page.ts';

const USAGE = `Measures how many environments one function reads, and prints it as a table. Takes about 20 minutes and needs
root, since it gives the function the processor's share that Lambda would.

Examples
  npm run bench:scale
  npm run bench:scale -- --quick                              small fleets, a minute
  npm run bench:scale -- --environments 2000 --memory 512    one fleet
  npm run bench:scale -- --write                              into docs/scale.md, too`;

const values = readOptions(USAGE, {
  quick: { type: 'boolean' },
  write: { type: 'boolean' },
  environments: { type: 'string' },
  memory: { type: 'string', default: '512' },
});
const aFleet = (environmentCount: number, memoryMb: number) => ({
  environmentCount,
  memoryMb,
  isStormy: environmentCount >= 1_000,
});
/** Each has a share of a processor far below the half of two. */
const AT_ONCE_COUNT = 2;
/** The longest first: two are measured at once. */
const FLEETS = [
  aFleet(3_000, 512),
  aFleet(1_000, 256),
  aFleet(1_000, 512),
  aFleet(500, 512),
  ...[10, 100].flatMap((count) => [aFleet(count, 512), aFleet(count, 256)]),
];
const { environments } = values;
const OWN_FLEETS =
  environments === undefined
    ? null
    : [{ environmentCount: Number(environments), memoryMb: Number(values.memory), isStormy: true }];
const QUICK_FLEETS = [{ ...aFleet(10, 512), isStormy: true }, aFleet(100, 512)];
const steadyRunCount = values.quick ? 1 : 2;

const measured = await mapConcurrently(
  OWN_FLEETS ?? (values.quick ? QUICK_FLEETS : FLEETS),
  AT_ONCE_COUNT,
  (fleet) => measureFleet({ ...fleet, steadyRunCount }),
);
const bySize = measured.toSorted(
  (a, b) => a.environmentCount - b.environmentCount || b.memoryMb - a.memoryMb,
);
const day = new Date().toISOString().slice(0, 10);
const measuredOn = `Measured on ${day} with Node ${process.versions.node} on ${cpus().length} cores (${process.arch})`;
const text = toScalePage(bySize, { measuredOn, steadyRunCount });
process.stdout.write(text);
if (values.write) writeFileSync(new URL('../docs/scale.md', import.meta.url), text);
