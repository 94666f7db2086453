/**
 * `npm run bench:faults`: every fault in every situation, runs killed, frozen and at once, days of random faults, and
 * bytes for every parser. `--write` puts the tables into docs/reliability.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fuzz } from './faults/fuzz.ts';
import { toReliabilityPage } from './faults/reliability-page.ts';
import { playCasesInThreads } from './faults/shard.ts';
import { soak } from './faults/soak.ts';
import { toMeasuredOn } from './measured-on.ts';
import { readOptions } from './read-options.ts';

const USAGE = `Breaks everything that can break, and prints which laws held. Takes about twenty minutes.

Examples
  npm run bench:faults
  npm run bench:faults -- --days 1      a shorter soak
  npm run bench:faults -- --every 20    one case of 20
  npm run bench:faults -- --write       into docs/reliability.md, too`;

const values = readOptions(USAGE, {
  days: { type: 'string', default: '30' },
  every: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  threads: { type: 'string', default: String(Math.max(1, Math.min(4, cpus().length))) },
  write: { type: 'boolean' },
});
const seed = Number(values.seed);
const FUZZ_INPUTS = 2_000;

const verdicts = await playCasesInThreads(Number(values.threads), Number(values.every));
const soaked = await soak(Number(values.days) * 1_440, seed);
const fuzzed = await fuzz(FUZZ_INPUTS, seed);
const measuredOn = toMeasuredOn();
const text = toReliabilityPage({ verdicts, soak: soaked, fuzzed, measuredOn });
process.stdout.write(text);
if (values.write) writeFileSync(new URL('../docs/reliability.md', import.meta.url), text);
