/** The command line of `npm start`. */
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';
import { parseArguments, UsageError } from '../../local/arguments.ts';
import type { RealWorld } from '../../local/monitor/watched-world.ts';
import { parseApiUrl, parseEnvironmentIds } from '../api-options.ts';

export const USAGE = `Runs the monitor on this machine: the bundle that is deployed, against a simulated fleet, with a page to look at.

Examples
  npm start                                         a page, and a virtual minute every 3 seconds, until Ctrl-C
  npm start -- --every 0.5                          the same, six times as fast
  npm start -- --once                               one run in the terminal, then exit
  npm start -- --runs 40 --every 0.1 --no-page      so many runs in the terminal, then exit
  QODER_PAT=... npm start -- --environment env_x    a real environment, read-only, every minute, without AWS
  QODER_PAT=... npm start -- --all                  every self_hosted environment of the token, in the same way

Options
  --once             one run, without the page
  --runs N           so many runs
  --every SECONDS    real seconds between runs, default 3 (60 for a real environment)
  --environment ID   read this real environment; may be repeated
  --all              read every self_hosted environment that the token can see
  --base-url URL     base URL of the API with its prefix (or QODER_BASE_URL)
                     default ${DEFAULT_BASE_URL}
  --port N           port of the page, which only this machine can open; 0 for any free one
                     default 4747, or any free one where that is taken
  --no-page          the terminal alone
  --help

The personal access token for a real environment is read from QODER_PAT.`;

export interface StartArguments {
  /** Null: until it is stopped. */
  readonly runCount: number | null;
  readonly everySeconds: number;
  /** Null: no page. */
  readonly page: { readonly port: number | null } | null;
  /** Null: the simulated fleet. */
  readonly real: RealWorld | null;
}

const OPTIONS = {
  once: { type: 'boolean' },
  runs: { type: 'string' },
  every: { type: 'string' },
  environment: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  'base-url': { type: 'string' },
  port: { type: 'string' },
  'no-page': { type: 'boolean' },
} as const;

/**
 * @returns `help` when the usage is asked for
 * @throws {UsageError} in a sentence with the value and the remedy
 */
export function parseStartArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartArguments | 'help' {
  const values = parseArguments(args, OPTIONS);
  if (values === 'help') return 'help';
  const watched = parseWatched(values.environment ?? [], values.all ?? false);
  const real = watched === null ? null : parseReal(watched, values['base-url'], environment);
  return {
    runCount: values.once ? 1 : values.runs === undefined ? null : positive('--runs', values.runs, true),
    everySeconds: positive('--every', values.every ?? (real === null ? '3' : '60'), false),
    page: values.once || values['no-page'] ? null : { port: parsePort(values.port) },
    real,
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
  baseUrl: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): RealWorld {
  const token = environment.QODER_PAT?.trim() ?? '';
  if (token === '')
    throw new UsageError('QODER_PAT is not set: a real environment is read with your personal access token');
  return { environments, baseUrl: parseApiUrl(baseUrl, environment), token };
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
