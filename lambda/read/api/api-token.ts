/** The API token: that of the secret, or exchanged for the key in it. */
import {
  type Credential,
  parseCredential,
  toSecretText,
  UnusableCredentialError,
} from '../../../contract/credential.ts';
import { TOKEN_PLACEHOLDER } from '../../../contract/deployment.ts';
import { createRedact } from '../../redact.ts';
import type { Timing } from '../../timing.ts';
import { type ExchangeLimits, exchangeKey } from './exchange-key.ts';
import { createExchangedToken } from './exchanged-token.ts';
import { createKeptSecret } from './kept-secret.ts';
import { createSeenSecrets, type SeenSecrets } from './seen-secrets.ts';
import { createFixedSource, type TokenSource } from './token-source.ts';
import type { KeyExchangeTransport } from './transport.ts';

/** The secret holds no token: how every deployment begins, and nothing that failed. */
export class NoTokenYetError extends Error {
  override readonly name = 'NoTokenYetError';
}

export interface ApiToken {
  /**
   * @param deadlineMs of whoever needs it, on the scale of timing.nowMs: a key is exchanged no longer
   * @throws {NoTokenYetError} when the secret holds none
   * @throws {QoderError} when a key came to no token, and none is valid
   * @throws {Error} when the secret cannot be read and no token is kept, or holds what cannot be one
   */
  readonly current: (deadlineMs: number) => Promise<string>;
  /**
   * The token to use instead of a rejected one; null when the secret has no other.
   * @throws {QoderError} when its key came to no other
   */
  readonly replace: (rejected: string, deadlineMs: number) => Promise<string | null>;
  /** Why the token in use is still that of before, though it should be another; null: it should not. */
  readonly trouble: () => unknown;
  /** Every token and key seen, to keep them out of texts. */
  readonly seen: () => Iterable<string>;
}

export interface ApiTokenDeps {
  readonly readSecret: () => Promise<string>;
  readonly timing: Timing;
  /** How to store one, for the error that says there is none. */
  readonly remedy: string;
  /** Of the API: where a key may be exchanged follows from it. */
  readonly baseUrl: URL;
  readonly exchange: KeyExchangeTransport;
}

export function createApiToken(deps: ApiTokenDeps): ApiToken {
  const seen = createSeenSecrets();
  const toSource = createSources(deps, seen);
  let usedText: string | null = null;
  const secret = createKeptSecret({
    nowMs: deps.timing.nowMs,
    readSource: async (kept) => {
      const credential = await readCredential(deps);
      const text = toSecretText(credential, deps.baseUrl);
      if (kept !== null && text === usedText) return kept;
      usedText = text;
      return toSource(credential, kept);
    },
  });

  return {
    seen: seen.all,
    trouble: () => secret.trouble() ?? secret.source()?.trouble() ?? null,
    current: async (deadlineMs) => (await secret.current()).current(deadlineMs),
    replace: async (rejected, deadlineMs) => {
      const source = await secret.afterRejection(rejected);
      return source === null ? null : source.replace(rejected, deadlineMs);
    },
  };
}

/** @returns makes sources; the token of the one before serves while a new key cannot be exchanged */
function createSources(deps: ApiTokenDeps, seen: SeenSecrets) {
  const redact = createRedact(seen.all);
  return (credential: Credential, before: TokenSource | null): TokenSource => {
    if (credential.kind === 'token') {
      seen.add(credential.token);
      return createFixedSource(credential.token);
    }
    seen.add(credential.key);
    const exchange = async (limits: ExchangeLimits) => {
      const exchanged = await exchangeKey({ ...deps, redact }, credential, limits);
      seen.addExchanged(exchanged.token);
      return exchanged;
    };
    return createExchangedToken({ exchange, nowMs: deps.timing.nowMs, former: before?.latest() ?? null });
  };
}

async function readCredential({ readSecret, remedy, baseUrl }: ApiTokenDeps): Promise<Credential> {
  try {
    const text = await readSecret();
    if (['', TOKEN_PLACEHOLDER].includes(text.trim())) {
      throw new NoTokenYetError(`There is no token yet: ${remedy}`);
    }
    return parseCredential(text, baseUrl);
  } catch (error) {
    if (!(error instanceof UnusableCredentialError)) throw error;
    const { message } = error;
    throw new Error(`The secret holds no token that can be used: ${message}`, { cause: error });
  }
}
