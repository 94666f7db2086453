/**
 * `npm run bench:scale`: how many environments one function reads, or several, as a table. `--quick` takes small fleets,
 * `--write` puts the table into docs/scale.md.
 */
import { writeFileSync } from 'node:fs';
import { mapConcurrently } from '../lambda/map-concurrently.ts';
import { toMeasuredOn } from './measured-on.ts';
import { readOptions } from './read-options.ts';
import { measureFleet } from './scale/measure-fleet.ts';
import { toScalePage } from './scale/page.ts';

const USAGE = `Measures how many environments one function reads, or several, and prints it as a table. Takes about 40 minutes and
needs root, since it gives each function the processor's share that Lambda would.

Examples
  npm run bench:scale
  npm run bench:scale -- --quick                              small fleets, a minute
  npm run bench:scale -- --environments 2000 --memory 512    one fleet
  npm run bench:scale -- --environments 10000 --shards 4     one fleet that four functions share
  npm run bench:scale -- --write                              into docs/scale.md, too`;

const values = readOptions(USAGE, {
  quick: { type: 'boolean' },
  write: { type: 'boolean' },
  environments: { type: 'string' },
  memory: { type: 'string', default: '512' },
  shards: { type: 'string', default: '1' },
});
const aFleet = (environmentCount: number, memoryMb: number, shards = 1) => ({
  environmentCount,
  shards,
  memoryMb,
  isStormy: environmentCount >= 1_000 && shards === 1,
});
/** Each has a share of a processor far below the half of two. */
const AT_ONCE_COUNT = 2;
/** Needs the whole machine: four functions, and a world that answers them. */
const SHARED_FLEETS = [aFleet(10_000, 512, 4)];
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
    : [
        {
          ...aFleet(Number(environments), Number(values.memory), Number(values.shards)),
          isStormy: values.shards === '1',
        },
      ];
const QUICK_FLEETS = [{ ...aFleet(10, 512), isStormy: true }, aFleet(100, 512)];
const steadyRunCount = values.quick ? 1 : 2;

const measure = (fleets: readonly ReturnType<typeof aFleet>[], atOnceCount: number) =>
  mapConcurrently(fleets, atOnceCount, (fleet) => measureFleet({ ...fleet, steadyRunCount }));
const fleets = OWN_FLEETS ?? (values.quick ? QUICK_FLEETS : FLEETS);
const measured = await measure(fleets, AT_ONCE_COUNT);
if (fleets === FLEETS) measured.push(...(await measure(SHARED_FLEETS, 1)));
const bySize = measured.toSorted(
  (a, b) => a.environmentCount - b.environmentCount || b.memoryMb - a.memoryMb,
);
const measuredOn = toMeasuredOn();
const text = toScalePage(bySize, { measuredOn, steadyRunCount });
process.stdout.write(text);
if (values.write) writeFileSync(new URL('../docs/scale.md', import.meta.url), text);
