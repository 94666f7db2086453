/** The command line of `start`. */
import { toSecretText } from '../../contract/credential.ts';
import { UsageError, type ValuesOf } from '../../local/arguments.ts';
import type { RealWorld } from '../../local/monitor/watched-world.ts';
import { readCredential } from '../api-credential.ts';
import { API_OPTIONS, parseApiUrl, parseEnvironmentIds, parseWorkspaceId } from '../api-options.ts';

export interface StartArguments {
  /** Null: until it is stopped. */
  readonly runCount: number | null;
  readonly everySeconds: number;
  /** Null: no page. */
  readonly page: { readonly port: number | null } | null;
  /** Null: the simulated fleet. */
  readonly real: RealWorld | null;
  /** Whether the sessions of late items are read too. */
  readonly hasSessions: boolean;
}

export const OPTIONS = {
  once: { type: 'boolean', help: 'one run, without the page' },
  runs: { type: 'string', value: 'N', help: 'so many runs' },
  every: {
    type: 'string',
    value: 'SECONDS',
    help: 'real seconds between runs, default 3 (60 for a real environment)',
  },
  environment: {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'read this real environment; may be repeated',
  },
  all: { type: 'boolean', help: 'read every self_hosted environment that the token can see' },
  ...API_OPTIONS,
  port: {
    type: 'string',
    value: 'N',
    help: 'port of the page, which only this machine can open; 0 for any free one\ndefault 4747, or any free one where that is taken',
  },
  'no-page': { type: 'boolean', help: 'the terminal alone' },
} as const;

/** @throws {UsageError} in a sentence with the value and the remedy */
export function toStartArguments(
  values: ValuesOf<typeof OPTIONS>,
  environment: Readonly<Record<string, string | undefined>>,
): StartArguments {
  const watched = parseWatched(values.environment ?? [], values.all ?? false);
  const real = watched === null ? refuseUnused(values) : parseReal(watched, values, environment);
  return {
    runCount: values.once ? 1 : values.runs === undefined ? null : positive('--runs', values.runs, true),
    everySeconds: positive('--every', values.every ?? (real === null ? '3' : '60'), false),
    page: values.once || values['no-page'] ? null : { port: parsePort(values.port) },
    real,
    hasSessions: values.sessions ?? false,
  };
}

/** @returns null where no real environment is named */
function parseWatched(ids: readonly string[], isAll: boolean): RealWorld['environments'] | null {
  if (isAll && ids.length > 0)
    throw new UsageError('--all and --environment exclude each other: use one of them');
  if (isAll) return 'all';
  return ids.length === 0 ? null : parseEnvironmentIds(ids);
}

function parseReal(
  environments: RealWorld['environments'],
  values: ValuesOf<typeof OPTIONS>,
  environment: Readonly<Record<string, string | undefined>>,
): RealWorld {
  const baseUrl = parseApiUrl(values['base-url'], environment);
  const secretText = toSecretText(readCredential(environment, baseUrl));
  return { environments, baseUrl, secretText, workspaceId: parseWorkspaceId(values['workspace-id']) };
}

/** Who names an API means it, and would take the simulated fleet for theirs. */
function refuseUnused(values: ValuesOf<typeof OPTIONS>): null {
  for (const name of ['base-url', 'workspace-id'] as const) {
    if (values[name] === undefined) continue;
    throw new UsageError(
      `--${name} is ${JSON.stringify(values[name])}, and no real environment is named: add --environment env_x, or --all`,
    );
  }
  return null;
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(
    `--port is ${JSON.stringify(text)}: write a port of at most 65535, or 0 for any free one`,
  );
}

function positive(option: string, text: string, isWhole: boolean): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number) && (!isWhole || Number.isInteger(number))) return number;
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}: write a ${isWhole ? 'whole ' : ''}number above 0`,
  );
}
