import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canBeSent,
  parseCredential,
  toSecretText,
  toServiceAccountKey,
  UnusableCredentialError,
} from '../../contract/credential.ts';
import { EXCHANGE_PATH, INTERNATIONAL_EXCHANGE_URL } from '../../contract/exchange-url.ts';

const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');
const GATEWAY_URL = new URL('https://qoder.corp.example/api/v1/cloud');
const GATEWAY_EXCHANGE = `https://login.corp.example${EXCHANGE_PATH}`;
const parse = (text: string, baseUrl = BASE_URL) => parseCredential(text, baseUrl);
const messageOf = (text: string, baseUrl = BASE_URL): string | null => {
  try {
    parse(text, baseUrl);
    return null;
  } catch (error) {
    if (error instanceof UnusableCredentialError) return error.message;
    throw error;
  }
};

const toJson = (key: string, exchangeUrl: string) => JSON.stringify({ serviceAccountKey: key, exchangeUrl });

describe('parseCredential()', () => {
  it.each([
    ['a token', 'pt-1', 'pt-1'],
    ['a token with blanks around it', ' \r\npt-1\n', 'pt-1'],
    ['a token behind a byte order mark', '\ufeffpt-1', 'pt-1'],
    ['a token of a service account', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln'],
  ])('takes %s', (_name, text, token) => {
    expect(parse(text)).toEqual({ kind: 'token', token });
  });

  it.each([
    ['of the API by default', '{"serviceAccountKey": "sak-1"}', BASE_URL, INTERNATIONAL_EXCHANGE_URL],
    ['as the console writes it', ' {"serviceAccountKey":"sak-1\\n"}\n', BASE_URL, INTERNATIONAL_EXCHANGE_URL],
    ['that is named', toJson('sak-1', GATEWAY_EXCHANGE), GATEWAY_URL, GATEWAY_EXCHANGE],
  ])('takes a key with the exchange %s', (_name, text, baseUrl, exchangeUrl) => {
    expect(parse(text, baseUrl)).toEqual({
      kind: 'service-account-key',
      key: 'sak-1',
      exchangeUrl: new URL(exchangeUrl),
    });
  });

  it.each([
    ['nothing', ' ', 'it is empty'],
    ['a quoted token', '"pt-secret"', 'it is in quotes: store the token without them'],
    ['a token in single quotes', "'pt-secret'", 'it is in quotes: store the token without them'],
    ['a token in quotes of a word processor', '“pt-secret”', 'it is in quotes: store the token without them'],
    ['a header', 'Bearer pt-secret', 'it begins with Bearer: store only what follows'],
    ['two tokens', 'pt-secret pt-secret', 'store the token alone, once'],
    ['what no header can carry', 'pt-sécret', 'other than printable ASCII: store the token alone'],
    ['a file', 'pt-secret'.repeat(1000), 'it has 9000 characters: store the token alone'],
    ['key and value of the console', '{"token":"pt-secret"}', 'it is JSON without serviceAccountKey'],
    ['a token for a name', '{"pt-secret":""}', 'store a token alone as Plaintext'],
    ['a list', '["pt-secret"]', 'it is JSON without serviceAccountKey'],
    ['half of JSON', '{"serviceAccountKey": "pt-secret"', 'it begins with a brace, but is not JSON'],
    ['a key that is no text', '{"serviceAccountKey": ["pt-secret"]}', 'its serviceAccountKey is not a text'],
    ['an empty key', '{"serviceAccountKey": ""}', 'its serviceAccountKey is empty'],
    ['a key within quotes', '{"serviceAccountKey": "\\"pt-secret\\""}', 'its serviceAccountKey is in quotes'],
    ['a key of a header', '{"serviceAccountKey": "Bearer pt-secret"}', 'begins with Bearer'],
    ['a key of two lines', '{"serviceAccountKey": "pt-secret\\nx"}', 'store the key alone, once'],
    ['another entry', '{"serviceAccountKey": "pt-secret", "exchangeURL": "x"}', 'remove the others'],
    [
      'an exchange that is none',
      toJson('pt-secret', 'pt-secret'),
      'its exchangeUrl cannot be used: write a URL',
    ],
    ['an exchange by http', toJson('pt-secret', `http://x.example${EXCHANGE_PATH}`), 'write https'],
    [
      'no text for exchange',
      '{"serviceAccountKey": "pt-secret", "exchangeUrl": null}',
      'its exchangeUrl is not',
    ],
  ])('refuses %s with its own sentence, and repeats none of it', (_name, text, sentence) => {
    expect(messageOf(text)).toContain(sentence);
    expect(messageOf(text)).not.toMatch(/pt-s|sécret/);
  });

  it('asks for the exchange where the API is none whose exchange is known', () => {
    expect(messageOf('{"serviceAccountKey": "sak-1"}', GATEWAY_URL)).toBe(
      'it has no exchangeUrl, and the exchange of qoder.corp.example is not known: add "exchangeUrl"',
    );
  });

  const anySecret = fc.stringMatching(/^[\x21-\x7e]{12,40}$/);
  it('repeats nothing of what it refuses, wherever a secret stands in it', () => {
    const texts = fc
      .tuple(anySecret, fc.string())
      .chain(([secret, other]) =>
        fc.constantFrom(
          ...[
            `"${secret}"`,
            `Bearer ${secret}`,
            `${secret} ${secret}`,
            JSON.stringify({ token: secret }),
            JSON.stringify({ [secret]: other }),
            JSON.stringify({ serviceAccountKey: secret, [secret]: 1 }),
            JSON.stringify({ serviceAccountKey: secret, exchangeUrl: secret }),
            JSON.stringify({ serviceAccountKey: secret, exchangeUrl: `https://u:${secret}@x.example/` }),
            JSON.stringify({ serviceAccountKey: `${secret} ${secret}` }),
            `{"serviceAccountKey": "${secret}`,
          ].map((text) => ({ text, secret })),
        ),
      );
    fc.assert(
      fc.property(texts, ({ text, secret }) => {
        const message = messageOf(text);
        fc.pre(message !== null);
        expect(message).not.toContain(secret.slice(0, 8));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes every text for a token or a key that can be sent, or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        if (messageOf(text) !== null) return;
        const credential = parse(text);
        expect(canBeSent(credential.kind === 'token' ? credential.token : credential.key)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('toSecretText()', () => {
  const anyKey = fc.stringMatching(/^[\x21-\x7e]{1,60}$/).filter((text) => !/^["'`]/.test(text));
  const anyExchange = fc.constantFrom(
    { baseUrl: BASE_URL, exchangeUrl: undefined },
    { baseUrl: BASE_URL, exchangeUrl: INTERNATIONAL_EXCHANGE_URL },
    { baseUrl: GATEWAY_URL, exchangeUrl: GATEWAY_EXCHANGE },
    { baseUrl: GATEWAY_URL, exchangeUrl: INTERNATIONAL_EXCHANGE_URL },
  );

  it('writes what is read back the same', () => {
    fc.assert(
      fc.property(anyKey, anyExchange, (text, { baseUrl, exchangeUrl }) => {
        const key = toServiceAccountKey(text, exchangeUrl, baseUrl);
        expect(parseCredential(toSecretText(key, baseUrl), baseUrl)).toEqual(key);
      }),
    );
    expect(toSecretText({ kind: 'token', token: 'pt-1' }, BASE_URL)).toBe('pt-1');
  });

  it('writes a key so that no version which knows only tokens would send it', () => {
    fc.assert(
      fc.property(anyKey, anyExchange, (text, { baseUrl, exchangeUrl }) => {
        const key = toServiceAccountKey(text, exchangeUrl, baseUrl);
        // Version 0.2.0 sends what is printable ASCII without spaces.
        expect(toSecretText(key, baseUrl).trim()).not.toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  it('leaves out the exchange that goes without saying', () => {
    const key = toServiceAccountKey('sak-1', INTERNATIONAL_EXCHANGE_URL, BASE_URL);

    expect(toSecretText(key, BASE_URL)).toBe('{"serviceAccountKey": "sak-1"}');
  });
});
