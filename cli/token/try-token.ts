/** Tries a token on the API, or that of a key, before it is stored: one GET that reads nothing but names. */
import { type Credential, toSecretText } from '../../contract/credential.ts';
import { tokenRemedy } from '../../lambda/judge/read-errors.ts';
import { countOf } from '../../lambda/model/human-words.ts';
import type { QoderEnvironment } from '../../lambda/read/api/client.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import type { KeyExchangeTransport, Transport } from '../../lambda/read/api/transport.ts';
import { createRunClock } from '../../lambda/read/clock.ts';
import type { Timing } from '../../lambda/timing.ts';
import { toToken, wireApi } from '../../lambda/wiring.ts';
import { CommandError } from '../command-error.ts';

/** A person waits for the answer. */
const TIMEOUT_MS = 20_000;

export interface TryTokenDeps {
  readonly transport: Transport;
  readonly exchange: KeyExchangeTransport;
  readonly timing: Timing;
}

export interface TriedApi {
  readonly baseUrl: URL;
  readonly workspaceId?: string | undefined;
}

/**
 * @returns a sentence about what the token can see
 * @throws {CommandError} when the API refuses the token, the exchange the key, or one of them cannot be asked
 */
export async function tryToken(
  credential: Credential,
  { baseUrl, workspaceId }: TriedApi,
  { transport, exchange, timing }: TryTokenDeps,
): Promise<string> {
  const settings = { workspaceId };
  const readSecret = async () => toSecretText(credential, baseUrl);
  const login = toToken({ baseUrl, readSecret, exchange, timing });
  const api = wireApi({ baseUrl, settings, transport, timing }, login);
  const client = api.connect(createRunClock(() => new Date()));
  try {
    const deadlineMs = timing.nowMs() + TIMEOUT_MS;
    const { environments, nextPage } = await client.listEnvironments({}, { deadlineMs });
    return describe(wordFor(credential), environments, nextPage !== null);
  } catch (error) {
    if (!(error instanceof QoderError)) throw error;
    throw new CommandError(`${error.message}; ${tokenRemedy(error)}; nothing was stored`);
  }
}

export const wordFor = ({ kind }: Credential): string => (kind === 'token' ? 'token' : 'service account key');

function describe(name: string, environments: readonly QoderEnvironment[], hasMore: boolean): string {
  const watchableCount = environments.filter(({ type }) => type === 'self_hosted').length;
  const seen = `${hasMore ? 'at least ' : ''}${countOf(environments.length, 'environment')}, ${watchableCount} of them self_hosted`;
  return watchableCount > 0 || hasMore
    ? `The ${name} works: it sees ${seen}.`
    : `The ${name} works, but it sees ${seen}: nothing to watch. Is it of the right account?`;
}
