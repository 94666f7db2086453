/** Which environments of which API a command reads: the options that `check` and `start` share. */
import { parseBaseUrl } from '../contract/base-url.ts';
import { DEFAULT_BASE_URL } from '../contract/deployment.ts';
import { environmentIdSchema } from '../contract/environment-id.ts';
import { parseWith } from '../contract/invalid-input.ts';
import { workspaceIdSchema } from '../contract/settings.ts';
import { readValue } from '../local/arguments.ts';

export const API_OPTIONS = {
  'base-url': {
    type: 'string',
    value: 'URL',
    help: `base URL of the API with its prefix (or QODER_BASE_URL)\ndefault ${DEFAULT_BASE_URL}`,
  },
  'workspace-id': { type: 'string', value: 'ID', help: 'sent as the header qoder-workspace-id' },
  sessions: {
    type: 'boolean',
    help: 'also reads the sessions of late items, to say what they are doing: two more GETs',
  },
} as const;

/** Each id once. @throws {UsageError} */
export function parseEnvironmentIds(ids: readonly string[]): readonly string[] {
  for (const id of ids) {
    readValue('--environment', () => parseWith(environmentIdSchema, id, '--environment'));
  }
  return [...new Set(ids)];
}

/** @throws {UsageError} */
export function parseApiUrl(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): URL {
  const text = option ?? (environment.QODER_BASE_URL || DEFAULT_BASE_URL);
  return readValue('The base URL', () => parseBaseUrl(text));
}

/** @throws {UsageError} */
export function parseWorkspaceId(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return readValue('--workspace-id', () => parseWith(workspaceIdSchema, text, '--workspace-id'));
}
