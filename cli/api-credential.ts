/** What `check` and `start` log in with: a token or a service account key, each from a variable of its own. */
import {
  type Credential,
  parseCredential,
  toServiceAccountKey,
  UnusableCredentialError,
} from '../contract/credential.ts';
import { UsageError } from '../local/arguments.ts';

const TOKEN_VARIABLE = 'QODER_PAT';
const KEY_VARIABLE = 'QODER_SERVICE_ACCOUNT_KEY';

/** For the usage of both commands. */
export const CREDENTIAL_NOTE = `The token is read from ${TOKEN_VARIABLE}; or a service account key from ${KEY_VARIABLE}, alone or as the
secret holds it: {"serviceAccountKey": "…", "exchangeUrl": "…"}.`;

/**
 * @param baseUrl of the API: it decides where a key may be exchanged
 * @throws {UsageError} which repeats nothing of either
 */
export function readCredential(
  environment: Readonly<Record<string, string | undefined>>,
  baseUrl: URL,
): Credential {
  const [token, key] = [TOKEN_VARIABLE, KEY_VARIABLE].map((name) => environment[name]?.trim() ?? '');
  if (token && key) {
    throw new UsageError(`${TOKEN_VARIABLE} and ${KEY_VARIABLE} are both set: unset one of them`);
  }
  if (key) return readVariable(KEY_VARIABLE, () => parseKey(key, baseUrl));
  if (!token) {
    throw new UsageError(
      `${TOKEN_VARIABLE} is not set: put your personal access token into this environment variable, or a service account key into ${KEY_VARIABLE}`,
    );
  }
  const credential = readVariable(TOKEN_VARIABLE, () => parseCredential(token, baseUrl));
  if (credential.kind === 'token') return credential;
  // Commands in messages send what this variable holds to the API as it is.
  throw new UsageError(`${TOKEN_VARIABLE} holds a service account key: put it into ${KEY_VARIABLE}`);
}

const parseKey = (text: string, baseUrl: URL): Credential =>
  text.startsWith('{') ? parseCredential(text, baseUrl) : toServiceAccountKey(text, undefined, baseUrl);

function readVariable(name: string, read: () => Credential): Credential {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnusableCredentialError)) throw error;
    throw new UsageError(`${name} cannot be used: ${error.message}`, { cause: error });
  }
}
