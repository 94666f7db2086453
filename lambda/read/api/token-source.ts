/** The API token: read from the secret, kept for five minutes, re-read when the API rejects it. */
import { TOKEN_PLACEHOLDER } from '../../../contract/variables.ts';

/** A rotated token works within this time without a deployment. */
const TOKEN_MAX_AGE_MS = 5 * 60_000;

export interface TokenSource {
  /**
   * @param refresh read the secret now, whatever is kept
   * @throws {Error} when the secret cannot be read and nothing is kept, or still holds the placeholder
   */
  readonly read: (refresh: boolean) => Promise<string>;
  /** Every token seen, to keep them out of logs. */
  readonly seen: () => Iterable<string>;
}

export function createTokenSource(
  fetchSecret: () => Promise<string>,
  nowMs: () => number,
  monitor: string,
): TokenSource {
  const seen = new Set<string>();
  let kept: { token: string; readAtMs: number } | null = null;

  const fetchToken = async () => {
    const token = (await fetchSecret()).trim();
    if (token === '' || token === TOKEN_PLACEHOLDER) {
      throw new Error(
        `There is no token yet: store one with: npm run token -- --stack QoderMonitor-${monitor}`,
      );
    }
    seen.add(token);
    kept = { token, readAtMs: nowMs() };
    return token;
  };

  return {
    seen: () => seen,
    read: async (refresh) => {
      if (kept !== null && !refresh && nowMs() - kept.readAtMs < TOKEN_MAX_AGE_MS) return kept.token;
      try {
        return await fetchToken();
      } catch (error) {
        // While the secret cannot be read, a token that worked a moment ago is better than blindness.
        if (kept !== null) return kept.token;
        throw error;
      }
    },
  };
}
