/**
 * What the monitor logs in with, as the secret and the commands hold it: a token, or a service account key as JSON.
 * What is neither is refused before it is sent anywhere; no sentence about it repeats any of it.
 */
import { findExchangeUrlFault, toDefaultExchangeUrl } from './exchange-url.ts';
import { parseJson } from './parse-json.ts';

export type Credential = TokenCredential | ServiceAccountKey;

/** Sent to the API as it is. */
export interface TokenCredential {
  readonly kind: 'token';
  readonly token: string;
}

/** Exchanged for tokens, and sent nowhere else. */
export interface ServiceAccountKey {
  readonly kind: 'service-account-key';
  readonly key: string;
  readonly exchangeUrl: URL;
}

/** The text is neither. Its message goes on after "that cannot be used:", and says what to do. */
export class UnusableCredentialError extends Error {
  override readonly name = 'UnusableCredentialError';
}

/** Longer texts are files: servers take no such header. */
const MAX_LENGTH = 8_192;

const KEY_FORM = '{"serviceAccountKey": "…"}';

/**
 * @param baseUrl of the API: it decides where a key may be exchanged
 * @throws {UnusableCredentialError} which repeats nothing of the text
 */
export function parseCredential(text: string, baseUrl: URL): Credential {
  const trimmed = text.trim();
  if (/^[{[]/.test(trimmed)) return parseKeyJson(trimmed, baseUrl);
  const fault = findTextFault(trimmed, 'token');
  if (fault !== null) throw new UnusableCredentialError(`it ${fault}`);
  return { kind: 'token', token: trimmed };
}

/**
 * The text of the secret that holds it. A version that knows no keys takes every text without blanks for a token, and
 * would send it to the API; so this one has some.
 */
export function toSecretText(credential: Credential, baseUrl: URL): string {
  if (credential.kind === 'token') return credential.token;
  const { key, exchangeUrl } = credential;
  const isDefault = exchangeUrl.href === toDefaultExchangeUrl(baseUrl)?.href;
  const url = isDefault ? '' : `, "exchangeUrl": ${JSON.stringify(exchangeUrl.href)}`;
  return `{"serviceAccountKey": ${JSON.stringify(key)}${url}}`;
}

/** @param exchangeUrl not given: that of the API's region */
export function toServiceAccountKey(
  keyText: string,
  exchangeUrl: string | undefined,
  baseUrl: URL,
): ServiceAccountKey {
  const key = keyText.trim();
  const fault = findTextFault(key, 'key');
  if (fault !== null) throw new UnusableCredentialError(`its serviceAccountKey ${fault}`);
  return { kind: 'service-account-key', key, exchangeUrl: parseExchangeUrl(exchangeUrl, baseUrl) };
}

function parseKeyJson(text: string, baseUrl: URL): ServiceAccountKey {
  const json = parseJson(text);
  if (json === undefined) {
    throw new UnusableCredentialError(
      `it begins with a brace, but is not JSON: store a token alone, or a key as ${KEY_FORM}`,
    );
  }
  const { serviceAccountKey, exchangeUrl, ...others } = json as Readonly<Record<string, unknown>>;
  if (serviceAccountKey === undefined) {
    throw new UnusableCredentialError(
      `it is JSON without serviceAccountKey, such as the console's Key/value makes: store a token alone as Plaintext, or a key as ${KEY_FORM}`,
    );
  }
  // A misspelt exchangeUrl would be ignored, and the key sent to another region.
  if (Object.keys(others).length > 0) {
    throw new UnusableCredentialError(
      'it is JSON with more entries than serviceAccountKey and exchangeUrl, written so: remove the others',
    );
  }
  for (const [name, value] of Object.entries({ serviceAccountKey, exchangeUrl })) {
    if (value === undefined || typeof value === 'string') continue;
    throw new UnusableCredentialError(`its ${name} is not a text: write it in quotes`);
  }
  return toServiceAccountKey(String(serviceAccountKey), exchangeUrl as string | undefined, baseUrl);
}

function parseExchangeUrl(text: string | undefined, baseUrl: URL): URL {
  const url = text === undefined ? toDefaultExchangeUrl(baseUrl) : null;
  if (url !== null) return url;
  if (text === undefined) {
    throw new UnusableCredentialError(
      `it has no exchangeUrl, and the exchange of ${baseUrl.host} is not known: add "exchangeUrl"`,
    );
  }
  const remedy = findExchangeUrlFault(text, baseUrl);
  if (remedy !== null) throw new UnusableCredentialError(`its exchangeUrl cannot be used: ${remedy}`);
  return new URL(text);
}

/** What is neither a token nor a key would be refused by servers, or quoted in an error of the HTTP client. */
function findTextFault(text: string, name: 'token' | 'key'): string | null {
  if (text === '') return 'is empty';
  if (text.length > MAX_LENGTH)
    return `has ${text.length} characters: store the ${name} alone, not a file with more in it`;
  if (/^bearer\s/i.test(text)) return 'begins with Bearer: store only what follows';
  if (/^["'`“”‘’]/.test(text)) return `is in quotes: store the ${name} without them`;
  if (!canBeSent(text))
    return `has spaces or characters other than printable ASCII: store the ${name} alone, once`;
  return null;
}

/** Printable ASCII without spaces, as a header carries it, and not longer than servers take it. */
export const canBeSent = (text: string): boolean => text.length <= MAX_LENGTH && /^[\x21-\x7e]+$/.test(text);
