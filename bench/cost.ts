/** `npm run cost`: what a monitor costs a month, from counted calls and list prices. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { METRICS_CHOICES } from '../contract/metric-definition.ts';
import { toCostPage } from './cost/cost-page.ts';
import { countCost } from './cost/count-cost.ts';
import { arePricesStale, PRICES_READ_AT, PRICES_VALID_DAYS } from './cost/prices.ts';

const USAGE = `What a monitor costs a month.

  npm run cost -- --environments 10 --interval 1 [--metrics lean] [--queue-alarms] [--write]

Options
  --environments N    environments that are watched, default 10
  --interval MINUTES  between runs, 1 to 60, default 1
  --metrics KIND      lean, essential (default) or full
  --queue-alarms      with the alarms over all environments
  --write             puts the answer into docs/cost.md`;

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      environments: { type: 'string', default: '10' },
      interval: { type: 'string', default: '1' },
      metrics: { type: 'string', default: 'essential' },
      'queue-alarms': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const metrics = METRICS_CHOICES.find((choice) => choice === values.metrics);
  if (metrics === undefined) {
    throw new RangeError(`Cannot count metrics "${values.metrics}": write lean, essential or full`);
  }
  const environmentCount = readCount('--environments', values.environments, 10_000);
  const intervalMinutes = readCount('--interval', values.interval, 60);
  if (arePricesStale(new Date())) {
    const day = PRICES_READ_AT.toISOString().slice(0, 10);
    console.error(
      `The prices are of ${day}, more than ${PRICES_VALID_DAYS} days ago: read them again (bench/cost/prices.ts).`,
    );
  }
  const counted = await countCost({ intervalMinutes, metrics, queueAlarms: values['queue-alarms'] });
  const page = toCostPage({ ...counted, environmentCount });
  process.stdout.write(page);
  if (values.write) writeFileSync(new URL('../docs/cost.md', import.meta.url), page);
}

function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new RangeError(`Cannot use ${option} "${text}": write a whole number from 1 to ${most}`);
}
