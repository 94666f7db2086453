/**
 * `npm run bench:scaling`: queues with outages, bursts and long sessions, scaled by what is deployed for it. `--write` puts
 * the table into docs/autoscaling.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillMeasured } from './fill-measured.ts';
import { readOptions } from './read-options.ts';
import { playAll } from './scaling/play-all.ts';
import { toScalingTable } from './scaling/scaling-table.ts';

const USAGE = `Plays queues whose workers are scaled by WorkersWanted, and prints what became of them.

Examples
  npm run bench:scaling
  npm run bench:scaling -- --write    into docs/autoscaling.md, too`;

const { write } = readOptions(USAGE, { write: { type: 'boolean' } });
const table = toScalingTable(await playAll());
console.log(table);
if (write) {
  const file = new URL('../docs/autoscaling.md', import.meta.url);
  writeFileSync(file, fillMeasured(readFileSync(file, 'utf8'), 'bench:scaling', table));
}
