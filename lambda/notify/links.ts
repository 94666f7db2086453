/** Where a message leads. A link that cannot be a plain https URL is left out: no link is better than a wrong one. */
import { type AskedApi, toQuoted } from '../../contract/commands.ts';
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';
import type { Alert } from '../model/incident.ts';

/** What the commands in a message name. */
export interface NamedByCommands extends AskedApi {
  /** ARN of the secret that holds the token. */
  readonly tokenSecretId: string;
}

/** What a message says besides its facts: where it comes from and where to look next. */
export interface RenderContext extends NamedByCommands {
  /** Name of the monitor. */
  readonly monitor: string;
  /** Link of a session, with `{id}` in it; null where no console is known. */
  readonly sessionUrl: string | null;
  /** Page with an anchor for each condition. */
  readonly runbookUrl: string;
  readonly dashboardUrl: string | null;
  /** Of the monitor. */
  readonly version: string;
}

const MAX_URL_LENGTH = 500;
const LINKABLE_ID = /^[A-Za-z0-9_-]{1,100}$/;

export function sessionLink(sessionId: string | null, { sessionUrl }: RenderContext): string | null {
  if (sessionUrl === null || sessionId === null || !LINKABLE_ID.test(sessionId)) return null;
  return toLink(sessionUrl.replaceAll('{id}', sessionId));
}

export function runbookLink({ condition }: Alert, { runbookUrl }: RenderContext): string | null {
  return toLink(`${runbookUrl}#${condition}`);
}

/** Ends an item whatever its worker does, and with it its session; null where an id is no id. */
export function forceStopCommand(
  environmentId: string | undefined,
  itemId: string | undefined,
  { baseUrl = DEFAULT_BASE_URL, workspaceId }: RenderContext,
): string | null {
  if (environmentId === undefined || !LINKABLE_ID.test(environmentId)) return null;
  if (itemId === undefined || !LINKABLE_ID.test(itemId)) return null;
  const url = `${baseUrl}/environments/${environmentId}/work/${itemId}/stop`;
  const workspace = workspaceId === undefined ? '' : ` -H ${toQuoted(`qoder-workspace-id: ${workspaceId}`)}`;
  return `curl -X POST ${toQuoted(url)} -H "Authorization: Bearer $QODER_PAT"${workspace} -H 'Content-Type: application/json' -d '{"force": true}'`;
}

export function dashboardLink({ dashboardUrl }: RenderContext): string | null {
  return dashboardUrl === null ? null : toLink(dashboardUrl);
}

function toLink(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // Serialized, so that it holds no space and no quote, whatever was configured.
  return url.protocol === 'https:' && url.href.length <= MAX_URL_LENGTH ? url.href : null;
}
