/** The dashboard's log widgets against the lines that the deployed bundle really writes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../infra/support/dashboard-references.ts';
import { synthesizeMonitor } from '../infra/support/synthesize-monitor.ts';
import { type LocalMonitor, startLocalMonitor } from '../support/a-local-monitor.ts';

interface LogQuery {
  readonly title: string;
  /** Which lines it reads. */
  readonly message: string;
  readonly fields: readonly string[];
}

/** Fields that a Logs Insights query reads from our lines; those with @ are of CloudWatch itself. */
function toLogQuery(title: string, query: string): LogQuery {
  const steps = query.split(/\s*\|\s*/).slice(1);
  const argumentsOf = (command: string) =>
    steps.filter((step) => step.startsWith(`${command} `)).map((step) => step.slice(command.length + 1));
  const namesIn = (list: string) => list.split(',').map((part) => part.trim().split(' ')[0] ?? '');
  const fields = [
    ...argumentsOf('fields').flatMap(namesIn),
    ...argumentsOf('stats').flatMap((stats) => namesIn(stats.split(' by ')[1] ?? '')),
    ...argumentsOf('stats').flatMap((stats) =>
      [...stats.matchAll(/\((\S+?)\)/g)].map(([, name = '']) => name),
    ),
    ...argumentsOf('filter').flatMap((filter) =>
      [...filter.matchAll(/(\w+) =/g)].map(([, name = '']) => name),
    ),
  ];
  const message = /message = "(\w+)"/.exec(query)?.[1] ?? '';
  return { title, message, fields: [...new Set(fields)].filter((name) => !name.includes('@')) };
}

const queries = bodyOf(synthesizeMonitor())
  .widgets.filter(({ type }) => type === 'log')
  .map(({ properties: { title, query } }) => toLogQuery(String(title), String(query)));

let monitor: LocalMonitor;

/** One run in which everything can be told: stuck items, an alert, and a fault of our own. */
beforeAll(async () => {
  monitor = await startLocalMonitor();
  monitor.simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
  monitor.simulator.addWork('env_stuck', { count: 3 });
  monitor.simulator.advance(16 * 60_000);
  monitor.standIns.failNext('cloudwatch', 'always', 500);
  await monitor.run();
});
afterAll(() => monitor.close());

/** The value under a path such as `itemIds.0`. */
const valueAt = (line: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], line);

it.each(queries)('the bundle writes what "$title" reads from a line $message', ({ message, fields }) => {
  const [line] = monitor.current().logged(message);

  expect(line).toBeDefined();
  expect(fields.filter((field) => valueAt(line, field) === undefined)).toEqual([]);
});

it('toLogQuery() finds the fields of every step', () => {
  expect(queries.map(({ message, fields }) => `${message}: ${fields.join(' ')}`)).toEqual([
    'state: environment state verdict oldestWait since open queuedCount silentCount message',
    'incident: environmentId condition severity environmentName reason since itemCount message',
    'incident: condition severity reason since itemCount itemIds.0 itemIds.1 itemIds.2 message environmentId',
    'alert: change condition severity environmentIds.0 reason itemCount message',
    'run: durationMs environmentCount waitingCount requestCount itemsReadCount malformedCount mismatchCount skewMs faults.0 message',
  ]);
});
