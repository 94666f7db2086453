/**
 * The commands as mails, logs and outputs write them: whole, so that they run as they stand wherever npx does. They
 * name the package, not its command: npx fetches what is not installed by that name, from whoever owns it.
 */
import { DEFAULT_BASE_URL } from './deployment.ts';
import { PACKAGE_NAME } from './version.ts';

/** Which API a command has to ask. What is the default is not written. */
export interface AskedApi {
  readonly baseUrl?: string | undefined;
  readonly workspaceId?: string | undefined;
}

/** A command of ours: `toCommandLine('check', '--all')`. */
export const toCommandLine = (...args: readonly string[]): string =>
  ['npx', PACKAGE_NAME, ...args.filter((arg) => arg !== '')].join(' ');

/**
 * @param environmentId an id that can be nothing but one; null for all environments of the token
 * @param isOfSessions whether only sessions show it
 */
export function toCheckCommand(
  environmentId: string | null,
  { baseUrl, workspaceId }: AskedApi,
  isOfSessions = false,
): string {
  return toCommandLine(
    'check',
    environmentId === null ? '--all' : `--environment ${environmentId}`,
    isOfSessions ? '--sessions' : '',
    optionOf('--base-url', baseUrl === DEFAULT_BASE_URL ? undefined : baseUrl),
    optionOf('--workspace-id', workspaceId),
  );
}

/** @param secretId its ARN, which names account and region too */
export function toTokenCommand(secretId: string, { baseUrl, workspaceId }: AskedApi = {}): string {
  return toCommandLine(
    'token',
    `--secret ${toArgument(secretId)}`,
    optionOf('--base-url', baseUrl === DEFAULT_BASE_URL ? undefined : baseUrl),
    optionOf('--workspace-id', workspaceId),
  );
}

const optionOf = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `${name} ${toArgument(value)}`;

/** As a shell reads it. Quotes only where they are needed. */
function toArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : toQuoted(text);
}

/** Nothing in it means anything to a shell. */
export const toQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
