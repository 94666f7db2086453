/** Links to sessions in alerts: known for the international API, configurable elsewhere. */
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';

/** Source: Qoder's own cookbook links sessions of the international console this way. */
const CONSOLE_SESSION_URL = 'https://qoder.com/cloud/sessions/{id}';

/** @returns a template in which `{id}` stands for the session id, or null where no link is known */
export function sessionUrlTemplate(configured: string | undefined, baseUrl: URL): string | null {
  if (configured !== undefined) return configured;
  return baseUrl.origin === new URL(DEFAULT_BASE_URL).origin ? CONSOLE_SESSION_URL : null;
}
