import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findExchangeUrlFault, toDefaultExchangeUrl } from '../../contract/exchange-url.ts';

const PATH = '/api/v1/serviceToken/exchange';
const INTERNATIONAL = 'https://api.qoder.com/api/v1/cloud';
const OLDER = 'https://openapi.qoder.sh/api/v1/cloud';
const CHINA = 'https://api.qoder.com.cn/api/v1/cloud';
const GATEWAY = 'https://qoder.corp.example/api/v1/cloud';
const LOOPBACK = 'http://127.0.0.1:8080/api/v1/cloud';

describe('toDefaultExchangeUrl()', () => {
  it.each([
    [INTERNATIONAL, `https://openapi.qoder.sh${PATH}`],
    [OLDER, `https://openapi.qoder.sh${PATH}`],
    [CHINA, undefined],
    [GATEWAY, undefined],
    ['https://api.qoder.com:8443/api/v1/cloud', undefined],
    [LOOPBACK, undefined],
  ])('of %s is %s', (baseUrl, exchangeUrl) => {
    expect(toDefaultExchangeUrl(new URL(baseUrl))?.href).toBe(exchangeUrl);
  });
});

describe('findExchangeUrlFault()', () => {
  it.each([
    [`https://openapi.qoder.sh${PATH}`, INTERNATIONAL],
    [`https://openapi.qoder.sh${PATH}`, OLDER],
    [`https://openapi.qoder.cn${PATH}`, CHINA],
    [`https://login.corp.example${PATH}`, GATEWAY],
    [`https://openapi.qoder.sh${PATH}`, GATEWAY],
    [`http://localhost:9${PATH}`, LOOPBACK],
    [`http://[::1]:9${PATH}`, LOOPBACK],
  ])('accepts %s for %s', (text, baseUrl) => {
    expect(findExchangeUrlFault(text, new URL(baseUrl))).toBeNull();
  });

  it.each([
    ['no URL', 'openapi.qoder.sh', GATEWAY, /write a URL such as https:\/\/openapi/],
    ['a line break', `https://login.corp.example\n${PATH}`, GATEWAY, /write a URL/],
    ['a backslash', `https://login.corp.example\\@evil.example${PATH}`, GATEWAY, /write a URL/],
    ['http', `http://login.corp.example${PATH}`, GATEWAY, /write https: over http the key/],
    ['another protocol', `ftp://login.corp.example${PATH}`, GATEWAY, /write https/],
    ['what only looks like localhost', `http://localhost.example${PATH}`, GATEWAY, /write https/],
    ['a user', `https://me@login.corp.example${PATH}`, GATEWAY, /the key is the login/],
    ['the origin alone', 'https://login.corp.example', GATEWAY, /which ends with/],
    ['the API', 'https://login.corp.example/api/v1/cloud/environments', GATEWAY, /which ends with/],
    ['poll, which claims work', `${GATEWAY}/environments/env_a/work/poll`, GATEWAY, /which ends with/],
    ['a slash behind', `https://login.corp.example${PATH}/`, GATEWAY, /which ends with/],
    ['a prefix', `https://login.corp.example/x${PATH}`, GATEWAY, /which ends with/],
    ['an encoded path', `https://login.corp.example/api/v1/serviceToken/%65xchange`, GATEWAY, /ends with/],
    ['a query', `https://login.corp.example${PATH}?a=b`, GATEWAY, /which ends with/],
    ['an empty query', `https://login.corp.example${PATH}?`, GATEWAY, /which ends with/],
    ['a fragment', `https://login.corp.example${PATH}#a`, GATEWAY, /which ends with/],
    [
      'another host for a known API',
      `https://evil.example${PATH}`,
      INTERNATIONAL,
      /the exchange of api\.qoder\.com/,
    ],
    ['another port of it', `https://openapi.qoder.sh:8443${PATH}`, INTERNATIONAL, /or leave it out/],
    ['a host that begins alike', `https://openapi.qoder.sh.evil.example${PATH}`, OLDER, /or leave it out/],
    ['this machine for a known API', `http://localhost${PATH}`, INTERNATIONAL, /or leave it out/],
    ['the exchange of another region', `https://openapi.qoder.sh${PATH}`, CHINA, /keys of one region/],
  ])('refuses %s', (_name, text, baseUrl, remedy) => {
    expect(findExchangeUrlFault(text, new URL(baseUrl))).toMatch(remedy);
  });

  /** Written down independently of the guard: what may be sent to, character by character. */
  const PERMITTED =
    /^(https:\/\/[^/?#@\\]+|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?)\/api\/v1\/serviceToken\/exchange$/;
  const part = fc.oneof(
    fc.constantFrom(
      'https://',
      'http://',
      'openapi.qoder.sh',
      'localhost',
      '127.0.0.1',
      '@',
      ':',
      '/',
      '\\',
      '?',
    ),
    fc.constantFrom('#', '..', '%2f', PATH, '/api/v1/', 'serviceToken', '/exchange', 'poll', '\t', '\ud800'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const anyText = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));

  it('accepts nothing but the exchange of some host, however it is written', () => {
    const near = fc
      .tuple(anyText, anyText)
      .map(([before, after]) => `https://x.example${before}${PATH}${after}`);
    fc.assert(
      fc.property(
        fc.oneof(anyText, near),
        fc.constantFrom(INTERNATIONAL, CHINA, GATEWAY, LOOPBACK),
        (text, baseUrl) => {
          if (findExchangeUrlFault(text, new URL(baseUrl)) === null)
            expect(new URL(text).href).toMatch(PERMITTED);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('accepts for the international API its own exchange only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), anyText), (text) => {
        if (findExchangeUrlFault(text, new URL(INTERNATIONAL)) === null)
          expect(new URL(text).href).toBe(`https://openapi.qoder.sh${PATH}`);
      }),
      { numRuns: 2_000 },
    );
  });
});
