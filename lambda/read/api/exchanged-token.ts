/** The token of one service account key: exchanged when it is needed, kept in memory, renewed before its end. */
import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import type { ExchangedToken, ExchangeLimits } from './exchange-key.ts';
import { QoderError } from './qoder-error.ts';
import type { TokenSource, ValidToken } from './token-source.ts';

/** So long before its end it is renewed, and an exchange that fails goes unnoticed; of a short life, half of it. */
export const RENEW_BEFORE_END_MS = 60 * 60_000;
/** Whoever asks in the same run shares one exchange and its failure; the next run tries again. */
const EXCHANGE_AGAIN_MS = 30_000;
/** A token that replaced a rejected one and is rejected too: another exchange would not help for a while. */
const REPLACE_AGAIN_MS = 10 * 60_000;

export interface ExchangedTokenDeps {
  readonly exchange: (limits: ExchangeLimits) => Promise<ExchangedToken>;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Of what the secret held before: it serves while this key cannot be exchanged. */
  readonly former: ValidToken | null;
}

export function createExchangedToken(deps: ExchangedTokenDeps): TokenSource {
  const { nowMs } = deps;
  const shared = createSharedExchange(deps);
  let replacement = { token: null as string | null, atMs: Number.NEGATIVE_INFINITY };
  const mayReplace = (rejected: string) => {
    const sinceMs = nowMs() - replacement.atMs;
    return sinceMs >= (replacement.token === rejected ? REPLACE_AGAIN_MS : EXCHANGE_AGAIN_MS);
  };

  return {
    latest: shared.latest,
    trouble: shared.failure,
    current: async (deadlineMs) => {
      const latest = shared.latest();
      if (latest !== null && !shared.isDue()) return latest.token;
      const failed = shared.recentFailure();
      if (latest === null || nowMs() >= latest.endsAtMs) {
        if (failed !== null) throw failed;
        return shared.exchange(deadlineMs, TIME_BUDGET.exchangeMs, true);
      }
      if (failed !== null) return latest.token;
      try {
        return await shared.exchange(deadlineMs, TIME_BUDGET.renewalMs, false);
      } catch (error) {
        // It is told by trouble(), and the next run tries again.
        if (error instanceof QoderError) return latest.token;
        throw error;
      }
    },
    replace: async (rejected, deadlineMs) => {
      const latest = shared.latest();
      if (latest !== null && latest.token !== rejected) return latest.token;
      if (!shared.isUnderWay() && !mayReplace(rejected)) {
        const failed = shared.recentFailure();
        if (failed !== null) throw failed;
        return null;
      }
      if (!shared.isUnderWay()) replacement = { token: null, atMs: nowMs() };
      const token = await shared.exchange(deadlineMs, TIME_BUDGET.exchangeMs, true);
      replacement = { ...replacement, token };
      return token === rejected ? null : token;
    },
  };
}

/** One exchange at a time, whoever asks for it. */
function createSharedExchange({ exchange, nowMs, former }: ExchangedTokenDeps) {
  let latest = former;
  let renewAtMs = Number.NEGATIVE_INFINITY;
  let failure: { readonly error: Error; readonly atMs: number } | null = null;
  // A promise is kept, so that requests made at the same time share one exchange.
  let underWay: Promise<string> | null = null;

  const exchangeOnce = async (limits: ExchangeLimits) => {
    try {
      const { token, endsAtMs, lifetimeMs } = await exchange(limits);
      latest = { token, endsAtMs };
      renewAtMs = endsAtMs - Math.min(RENEW_BEFORE_END_MS, lifetimeMs / 2);
      failure = null;
      return token;
    } catch (error) {
      if (error instanceof Error) failure = { error, atMs: nowMs() };
      throw error;
    } finally {
      underWay = null;
    }
  };

  return {
    latest: () => latest,
    failure: () => failure?.error ?? null,
    /** Within the same run: the next one tries again. */
    recentFailure: () =>
      underWay === null && failure !== null && nowMs() - failure.atMs < EXCHANGE_AGAIN_MS
        ? failure.error
        : null,
    isDue: () => nowMs() >= renewAtMs,
    isUnderWay: () => underWay !== null,
    exchange: (deadlineMs: number, limitMs: number, isRetried: boolean): Promise<string> => {
      underWay ??= exchangeOnce({ deadlineMs: Math.min(deadlineMs, nowMs() + limitMs), isRetried });
      return underWay;
    },
  };
}
