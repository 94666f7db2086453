/** The secret: read, kept for five minutes, and read again when the API rejects its token. */
import type { TokenSource } from './token-source.ts';

/** A rotated token works within this time without a deployment. */
const MAX_AGE_MS = 5 * 60_000;
/** Requests that are rejected in the same run share one look at the secret; the next run looks again. */
const LOOK_AGAIN_MS = 30_000;

export interface KeptSecret {
  /** @throws {Error} when the secret cannot be read or used, and none is kept */
  readonly current: () => Promise<TokenSource>;
  /** That of the secret as it is now, unless somebody looked in the same run or the token is another by now. */
  readonly afterRejection: (rejected: string) => Promise<TokenSource | null>;
  /** Why it could not be read again; null: it could. */
  readonly trouble: () => unknown;
  readonly source: () => TokenSource | null;
}

export interface KeptSecretDeps {
  /** @param kept that of before; the same again for the same text */
  readonly readSource: (kept: TokenSource | null) => Promise<TokenSource>;
  /** Monotonic. */
  readonly nowMs: () => number;
}

export function createKeptSecret({ readSource, nowMs }: KeptSecretDeps): KeptSecret {
  let kept: { readonly source: TokenSource; readonly readAtMs: number } | null = null;
  let trouble: unknown = null;
  // A promise is kept, so that requests made at the same time share one reading.
  let reading: Promise<TokenSource> | null = null;
  let lookedAgainAtMs = Number.NEGATIVE_INFINITY;

  const readOnce = async () => {
    try {
      const source = await readSource(kept?.source ?? null);
      kept = { source, readAtMs: nowMs() };
      trouble = null;
      return source;
    } catch (error) {
      // While the secret cannot be read, a token that worked a moment ago is better than blindness.
      if (kept === null) throw error;
      trouble = error;
      return kept.source;
    } finally {
      reading = null;
    }
  };
  const read = () => {
    reading ??= readOnce();
    return reading;
  };

  return {
    source: () => kept?.source ?? null,
    trouble: () => trouble,
    current: async () => (kept !== null && nowMs() - kept.readAtMs < MAX_AGE_MS ? kept.source : read()),
    afterRejection: async (rejected) => {
      const isDue = nowMs() - lookedAgainAtMs >= LOOK_AGAIN_MS;
      if (reading === null && isDue && kept?.source.latest()?.token === rejected) {
        lookedAgainAtMs = nowMs();
        await read();
      }
      return reading === null ? (kept?.source ?? null) : reading;
    },
  };
}
