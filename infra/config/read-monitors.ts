/** From the context of the CDK app (cdk.json or -c) to the monitors that are to be deployed. */
import { didYouMean } from '../../contract/did-you-mean.ts';
import { type InputFault, InvalidInputError } from '../../contract/invalid-input.ts';
import { toEnvironments, toTextList } from '../../contract/text-list.ts';
import { checkConfig, isFaults } from './check-config.ts';
import type { MonitorConfig } from './monitor-config.ts';

/** Name of the monitor that `-c environments=…` makes without any file. */
export const DEFAULT_MONITOR = 'default';

const FIRST_USE = 'npx cdk deploy -c environments=env_a,env_b -c emails=me@example.com';

/** The whole context: our values, and the CDK's own, whose names have punctuation in them. */
export interface MonitorContext {
  readonly monitors?: unknown;
  readonly environments?: unknown;
  readonly emails?: unknown;
  readonly baseUrl?: unknown;
  readonly [name: string]: unknown;
}

/** What -c may hold: the settings of a first use. */
const SHORT_NAMES = ['environments', 'emails', 'baseUrl'];
const OUR_NAMES = ['monitors', ...SHORT_NAMES];

/** `-c emials=…` would otherwise make a monitor that tells nobody. */
const findUnknown = (context: MonitorContext): InputFault[] =>
  Object.keys(context)
    .filter((name) => /^[A-Za-z]+$/.test(name) && !OUR_NAMES.includes(name))
    .map((path) => ({ path, value: context[path], remedy: toRemedy(path) }));

function toRemedy(name: string): string {
  const rest = '-c takes environments, emails and baseUrl; write everything else in cdk.json, under monitors';
  const meant = didYouMean(name, OUR_NAMES);
  return meant === '' ? `remove it: ${rest}` : `${meant} ${rest}`;
}

/**
 * @returns monitors by name, at least one
 * @throws {InvalidInputError} with every fault of every monitor
 */
export function readMonitors(context: MonitorContext): ReadonlyMap<string, MonitorConfig> {
  const unknown = findUnknown(context);
  const { written, faults } = findWritten(context, unknown.length > 0);
  const checked = written.map(([name, input, path]) => [name, checkConfig(name, input, path)] as const);
  const all = [...unknown, ...faults, ...checked.flatMap(([, result]) => (isFaults(result) ? result : []))];
  if (all.length > 0) throw new InvalidInputError('The configuration', all);
  return new Map(checked.flatMap(([name, result]) => (isFaults(result) ? [] : [[name, result]])));
}

interface Written {
  readonly written: readonly (readonly [name: string, input: unknown, path: string])[];
  readonly faults: readonly InputFault[];
}

/** @param isMisspelt whether a name that is not known may stand for what seems to be missing */
function findWritten(context: MonitorContext, isMisspelt: boolean): Written {
  const { monitors } = context;
  const isShort = SHORT_NAMES.some((name) => context[name] !== undefined);
  const short = isShort ? [[DEFAULT_MONITOR, fromShortForm(context), ''] as const] : [];
  const isNone = !isRecord(monitors) || Object.keys(monitors).length === 0;
  if (isNone && monitors === undefined && (isShort || isMisspelt)) return { written: short, faults: [] };
  const long = isRecord(monitors)
    ? Object.entries(monitors).map(([name, input]) => [name, input, `monitors.${name}`] as const)
    : [];
  const faults = isShort ? [bothForms(context)] : isNone ? [noMonitor(monitors)] : [];
  return { written: [...short, ...long], faults };
}

const bothForms = (context: MonitorContext): InputFault => ({
  path: SHORT_NAMES.join(', '),
  value: SHORT_NAMES.map((name) => context[name]),
  remedy: 'use either monitors in cdk.json or -c environments=… -c emails=… -c baseUrl=…, not both',
});

/** `-c` values are texts: lists are separated by commas. Anything else is left for the schema to refuse. */
function fromShortForm({ environments, emails, baseUrl }: MonitorContext) {
  const read = (value: unknown, fromText: (text: string) => unknown) =>
    typeof value === 'string' ? fromText(value) : value;
  return {
    environments: read(environments, toEnvironments),
    ...(emails === undefined ? {} : { emails: read(emails, toTextList) }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

function noMonitor(monitors: unknown): InputFault {
  const remedy = `name what to watch in cdk.json, as "context": { "monitors": { "default": { "environments": ["env_a"] } } }, or run: ${FIRST_USE}`;
  return { path: 'monitors', value: monitors, remedy };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
