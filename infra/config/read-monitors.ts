/** From the context of the CDK app (cdk.json or -c) to the monitors that are to be deployed. */
import { type InputFault, InvalidInputError } from '../../contract/invalid-input.ts';
import { checkConfig } from './check-config.ts';
import type { MonitorConfig } from './monitor-config.ts';

/** Name of the monitor that `-c environments=…` makes without any file. */
export const DEFAULT_MONITOR = 'default';

const FIRST_USE = 'npx cdk deploy -c environments=env_a,env_b -c emails=me@example.com';

/** The whole context: our values, and the CDK's own, whose names have punctuation in them. */
export interface MonitorContext {
  readonly monitors?: unknown;
  readonly environments?: unknown;
  readonly emails?: unknown;
  readonly [name: string]: unknown;
}

const OUR_NAMES = ['monitors', 'environments', 'emails'];

/** `-c emials=…` would otherwise make a monitor that tells nobody. */
function refuseUnknown(context: MonitorContext): void {
  const unknown = Object.keys(context).filter(
    (name) => /^[A-Za-z]+$/.test(name) && !OUR_NAMES.includes(name),
  );
  if (unknown.length === 0) return;
  const remedy =
    'remove it: -c takes environments and emails; write everything else in cdk.json, under monitors';
  throw new InvalidInputError(
    'The configuration',
    unknown.map((path) => ({ path, value: context[path], remedy })),
  );
}

/**
 * @returns monitors by name, at least one
 * @throws {InvalidInputError} with every fault of every monitor
 */
export function readMonitors(context: MonitorContext): ReadonlyMap<string, MonitorConfig> {
  refuseUnknown(context);
  const isShort = context.environments !== undefined || context.emails !== undefined;
  if (isShort && context.monitors !== undefined) {
    throw new InvalidInputError('The configuration', [
      {
        path: 'environments, emails',
        value: [context.environments, context.emails],
        remedy: 'use either monitors in cdk.json or -c environments=… -c emails=…, not both',
      },
    ]);
  }
  if (isShort) return check([[DEFAULT_MONITOR, fromShortForm(context), '']]);

  const { monitors } = context;
  if (!isRecord(monitors) || Object.keys(monitors).length === 0) throw noMonitor(monitors);
  return check(Object.entries(monitors).map(([name, input]) => [name, input, `monitors.${name}`]));
}

function check(monitors: readonly [name: string, input: unknown, path: string][]) {
  const checked = monitors.map(([name, input, path]) => [name, checkConfig(name, input, path)] as const);
  const faults = checked.flatMap(([, result]) => (isFaults(result) ? result : []));
  if (faults.length > 0) throw new InvalidInputError('The configuration', faults);
  return new Map(checked.flatMap(([name, result]) => (isFaults(result) ? [] : [[name, result]])));
}

/** `-c` values are texts: lists are separated by commas. Anything else is left for the schema to refuse. */
function fromShortForm({ environments, emails }: MonitorContext) {
  const list = (value: unknown) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value;
  return {
    environments: environments === 'all' ? 'all' : list(environments),
    ...(emails === undefined ? {} : { emails: list(emails) }),
  };
}

function noMonitor(monitors: unknown): InvalidInputError {
  const remedy = `name what to watch in cdk.json, as "context": { "monitors": { "default": { "environments": ["env_a"] } } }, or run: ${FIRST_USE}`;
  return new InvalidInputError('The configuration', [{ path: 'monitors', value: monitors, remedy }]);
}

const isFaults = (result: MonitorConfig | readonly InputFault[]): result is readonly InputFault[] =>
  Array.isArray(result);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
