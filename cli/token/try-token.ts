/** Tries a token on the API before it is stored: one GET that reads nothing but names. */
import { tokenRemedy } from '../../lambda/judge/read-errors.ts';
import { countOf } from '../../lambda/model/human-words.ts';
import type { QoderEnvironment } from '../../lambda/read/api/client.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import type { Transport } from '../../lambda/read/api/transport.ts';
import { createRunClock } from '../../lambda/read/clock.ts';
import type { Timing } from '../../lambda/timing.ts';
import { wireApi } from '../../lambda/wiring.ts';
import { CommandError } from '../command-error.ts';

/** A person waits for the answer. */
const TIMEOUT_MS = 20_000;

export interface TryTokenDeps {
  readonly transport: Transport;
  readonly timing: Timing;
}

export interface TriedApi {
  readonly baseUrl: URL;
  readonly workspaceId?: string | undefined;
}

/**
 * @returns a sentence about what the token can see
 * @throws {CommandError} when the API refuses the token, or cannot be asked
 */
export async function tryToken(
  token: string,
  { baseUrl, workspaceId }: TriedApi,
  { transport, timing }: TryTokenDeps,
): Promise<string> {
  const settings = { workspaceId };
  const api = wireApi({ baseUrl, settings, readSecret: async () => token, transport, timing });
  const client = api.connect(createRunClock(() => new Date()));
  try {
    const deadlineMs = timing.nowMs() + TIMEOUT_MS;
    const { environments, nextPage } = await client.listEnvironments({}, { deadlineMs });
    return describe(environments, nextPage !== null);
  } catch (error) {
    if (!(error instanceof QoderError)) throw error;
    throw new CommandError(`${error.message}; ${tokenRemedy(error)}; nothing was stored`);
  }
}

function describe(environments: readonly QoderEnvironment[], hasMore: boolean): string {
  const watchableCount = environments.filter(({ type }) => type === 'self_hosted').length;
  const seen = `${hasMore ? 'at least ' : ''}${countOf(environments.length, 'environment')}, ${watchableCount} of them self_hosted`;
  return watchableCount > 0 || hasMore
    ? `The token works: it sees ${seen}.`
    : `The token works, but it sees ${seen}: nothing to watch. Is it of the right account?`;
}
