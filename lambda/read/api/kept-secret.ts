/** The secret: read, kept for five minutes, and read again when the API rejects its token. */
import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import type { Timing } from '../../timing.ts';
import type { TokenSource } from './token-source.ts';

/** A rotated token works within this time without a deployment. */
const MAX_AGE_MS = 5 * 60_000;
/** Requests of the same run share one look at the secret, whatever it brings; the next run looks again. */
const LOOK_AGAIN_MS = 30_000;

export interface KeptSecret {
  /** Waits long for the first one only. @throws {Error} when it cannot be read or used, and none is kept */
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
  readonly timing: Pick<Timing, 'nowMs' | 'sleep'>;
}

export function createKeptSecret({ readSource, timing }: KeptSecretDeps): KeptSecret {
  const { nowMs } = timing;
  const reading = createSharedReading(readSource, nowMs);
  let slowness: Error | null = null;
  let refreshing: Promise<TokenSource> | null = null;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  let lookedAgainAtMs = Number.NEGATIVE_INFINITY;

  /** A reading that hangs goes on behind: the run has a token to go on with. */
  const refresh = async (source: TokenSource) => {
    refreshedAtMs = nowMs();
    slowness = null;
    const waiting = new AbortController();
    const late = timing.sleep(TIME_BUDGET.renewalMs, waiting.signal).then(() => {
      slowness = new Error(`Reading the secret again takes longer than ${TIME_BUDGET.renewalMs / 1000} s`);
      return source;
    });
    try {
      return await Promise.race([reading.begin(), late]);
    } finally {
      waiting.abort();
      refreshing = null;
    }
  };

  return {
    source: () => reading.kept()?.source ?? null,
    trouble: () => reading.trouble() ?? (reading.underWay() === null ? null : slowness),
    current: async () => {
      const kept = reading.kept();
      if (kept === null) return reading.begin();
      const isDue = nowMs() - kept.readAtMs >= MAX_AGE_MS && nowMs() - refreshedAtMs >= LOOK_AGAIN_MS;
      if (refreshing === null && isDue) refreshing = refresh(kept.source);
      return refreshing ?? kept.source;
    },
    afterRejection: async (rejected) => {
      const isDue = nowMs() - lookedAgainAtMs >= LOOK_AGAIN_MS;
      if (reading.underWay() === null && isDue && reading.kept()?.source.latest()?.token === rejected) {
        lookedAgainAtMs = nowMs();
        await reading.begin();
      }
      return reading.underWay() ?? reading.kept()?.source ?? null;
    },
  };
}

/** One reading at a time, whoever asks for it. */
function createSharedReading(readSource: KeptSecretDeps['readSource'], nowMs: () => number) {
  let kept: { readonly source: TokenSource; readonly readAtMs: number } | null = null;
  let trouble: unknown = null;
  // A promise is kept, so that requests made at the same time share one reading.
  let underWay: Promise<TokenSource> | null = null;

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
      underWay = null;
    }
  };

  return {
    kept: () => kept,
    trouble: () => trouble,
    underWay: () => underWay,
    begin: () => {
      underWay ??= readOnce();
      return underWay;
    },
  };
}
