/** The API token: read from its secret, kept for five minutes, read again when the API rejects it. */
import { TOKEN_PLACEHOLDER } from '../../../contract/deployment.ts';
import { canBeToken } from '../../../contract/token-text.ts';

/** A rotated token works within this time without a deployment. */
const MAX_AGE_MS = 5 * 60_000;
/** Requests that are rejected in the same run share one look at the secret; the next run looks again. */
const LOOK_AGAIN_MS = 30_000;

/** The secret holds no token: how every deployment begins, and nothing that failed. */
export class NoTokenYetError extends Error {
  override readonly name = 'NoTokenYetError';
}

export interface ApiToken {
  /**
   * @throws {NoTokenYetError} when the secret holds none
   * @throws {Error} when the secret cannot be read and no token is kept, or holds what cannot be one
   */
  readonly current: () => Promise<string>;
  /** The token to use instead of a rejected one; null when the secret has no other. */
  readonly replace: (rejected: string) => Promise<string | null>;
  /** Every token seen, to keep them out of texts. */
  readonly seen: () => Iterable<string>;
}

export interface ApiTokenDeps {
  readonly readSecret: () => Promise<string>;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** How to store one, for the error that says there is none. */
  readonly remedy: string;
}

export function createApiToken({ readSecret, nowMs, remedy }: ApiTokenDeps): ApiToken {
  const seen = new Set<string>();
  let kept: { readonly token: string; readonly readAtMs: number } | null = null;
  // A promise is kept, so that requests made at the same time share one reading.
  let reading: Promise<string> | null = null;
  let lookedAgainAtMs = Number.NEGATIVE_INFINITY;

  const readOnce = async () => {
    try {
      const token = parseToken(await readSecret(), remedy);
      seen.add(token);
      kept = { token, readAtMs: nowMs() };
      return token;
    } catch (error) {
      // While the secret cannot be read, a token that worked a moment ago is better than blindness.
      if (kept !== null) return kept.token;
      throw error;
    } finally {
      reading = null;
    }
  };
  const read = () => {
    reading ??= readOnce();
    return reading;
  };

  return {
    seen: () => seen,
    current: async () => (kept !== null && nowMs() - kept.readAtMs < MAX_AGE_MS ? kept.token : read()),
    replace: async (rejected) => {
      if (reading === null && nowMs() - lookedAgainAtMs >= LOOK_AGAIN_MS && kept?.token === rejected) {
        lookedAgainAtMs = nowMs();
        await read();
      }
      const token = reading === null ? (kept?.token ?? rejected) : await reading;
      return token === rejected ? null : token;
    },
  };
}

function parseToken(text: string, remedy: string): string {
  const token = text.trim();
  if (token === '' || token === TOKEN_PLACEHOLDER) {
    throw new NoTokenYetError(`There is no token yet: ${remedy}`);
  }
  if (!canBeToken(token)) {
    throw new Error(
      `The API token cannot be sent: its ${token.length} characters are not all printable ASCII without spaces; store the token alone`,
    );
  }
  return token;
}
