/**
 * The exchange of service account keys for tokens with an end. Source: the API's authentication page, service
 * accounts. Only what it documents is answered: the end of a token stands in the token alone.
 */
import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import { Refusal } from './refusal.ts';

/** Beside the API, not below its prefix. */
export const EXCHANGE_PATH = '/api/v1/serviceToken/exchange';

export interface ServiceAccounts {
  /** @throws {Refusal} */
  readonly exchange: (bearer: string | null, body: string, at: Date) => { readonly access_token: string };
  readonly isValid: (token: string, at: Date) => boolean;
  /** The only key that is taken from now on; tokens of others live on. Null: none is. */
  readonly setKey: (key: string | null) => void;
  /** No token lives longer, whatever is asked for. */
  readonly limitTtl: (seconds: number) => void;
  readonly revokeTokens: () => void;
}

const MAX_TTL_SECONDS = 43_200;

const bodySchema = v.object({
  grant_type: v.literal('client_credentials'),
  audience: v.literal('qoder'),
  scope: v.literal('qca.access'),
  ttl_seconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TTL_SECONDS)),
});

/** @param nextId what differs between two tokens of the same second */
export function createServiceAccounts(nextId: (at: Date) => string): ServiceAccounts {
  const endsAtMs = new Map<string, number>();
  let key: string | null = null;
  let mostSeconds = MAX_TTL_SECONDS;
  return {
    exchange: (bearer, body, at) => {
      if (key === null || bearer !== key) throw new Refusal(401, 'Invalid service account key.');
      const asked = v.safeParse(bodySchema, parseJson(body));
      if (!asked.success) throw new Refusal(400, 'Invalid token request.');
      const ttlSeconds = Math.min(asked.output.ttl_seconds, mostSeconds);
      const token = toToken(at, ttlSeconds, nextId(at));
      endsAtMs.set(token, at.getTime() + ttlSeconds * 1000);
      return { access_token: token };
    },
    isValid: (token, at) => at.getTime() < (endsAtMs.get(token) ?? Number.NEGATIVE_INFINITY),
    setKey: (next) => {
      key = next;
    },
    limitTtl: (seconds) => {
      mostSeconds = seconds;
    },
    revokeTokens: () => endsAtMs.clear(),
  };
}

/** A JWT in its form; nobody checks its signature here. */
function toToken(at: Date, ttlSeconds: number, id: string): string {
  const iat = Math.floor(at.getTime() / 1000);
  const claims = { iss: 'qoder', aud: 'qoder', scope: 'qca.access', jti: id, iat, exp: iat + ttlSeconds };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [
    encode({ alg: 'RS256', typ: 'JWT' }),
    encode(claims),
    Buffer.from(`signature${id}`).toString('base64url'),
  ].join('.');
}
