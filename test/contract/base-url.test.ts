import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../contract/base-url.ts';
import { InvalidInputError } from '../../contract/invalid-input.ts';

describe('parseBaseUrl()', () => {
  it.each([
    { text: 'https://api.qoder.com/api/v1/cloud', href: 'https://api.qoder.com/api/v1/cloud' },
    { text: 'https://api.qoder.com/api/v1/cloud//', href: 'https://api.qoder.com/api/v1/cloud' },
    { text: 'https://gateway.example/qoder/', href: 'https://gateway.example/qoder' },
    { text: 'http://localhost:8080/api', href: 'http://localhost:8080/api' },
    { text: 'http://127.0.0.1:8080', href: 'http://127.0.0.1:8080/' },
    { text: 'http://127.8.9.1', href: 'http://127.8.9.1/' },
    { text: 'http://[::1]:8080/api/', href: 'http://[::1]:8080/api' },
  ])('accepts $text', ({ text, href }) => {
    expect(parseBaseUrl(text).href).toBe(href);
  });

  const NO_URL = 'write a URL such as https://api.qoder.com/api/v1/cloud';
  const NO_HTTPS = 'write https: over http the token could be read on the way (allowed for localhost only)';
  const NO_USER = 'remove the user and password: the token is the login';
  const withPrefix = (origin: string) => `write it with the prefix of the API: ${origin}/api/v1/cloud`;
  const NO_QUERY = 'remove what begins with ? or #: the path of each request is appended';

  it.each([
    { text: '', remedy: NO_URL },
    { text: 'api.qoder.com/api/v1/cloud', remedy: NO_URL },
    { text: 'https://api.qoder.com/a b', remedy: NO_URL },
    { text: 'https:\\\\api.qoder.com', remedy: NO_URL },
    { text: ' https://api.qoder.com', remedy: NO_URL },
    { text: 'http://api.qoder.com/api/v1/cloud', remedy: NO_HTTPS },
    { text: 'http://localhost.evil.example', remedy: NO_HTTPS },
    { text: 'http://127.0.0.1.evil.example', remedy: NO_HTTPS },
    { text: 'http://128.0.0.1', remedy: NO_HTTPS },
    { text: 'ftp://127.0.0.1', remedy: NO_HTTPS },
    { text: 'https://api.qoder.com', remedy: withPrefix('https://api.qoder.com') },
    { text: 'https://api.qoder.com/api/v1/', remedy: withPrefix('https://api.qoder.com') },
    { text: 'https://api.qoder.com.cn/api/v1/forward', remedy: withPrefix('https://api.qoder.com.cn') },
    { text: 'https://gateway.example:8443/', remedy: withPrefix('https://gateway.example:8443') },
    { text: 'https://api.qoder.com/?', remedy: NO_QUERY },
    { text: 'https://api.qoder.com/?x=1', remedy: NO_QUERY },
    { text: 'https://api.qoder.com/#', remedy: NO_QUERY },
  ])('refuses $text', ({ text, remedy }) => {
    expect(() => parseBaseUrl(text)).toThrow(
      new InvalidInputError('The base URL', [{ path: '', value: text, remedy }]),
    );
  });

  it.each([
    { text: 'https://me:secret@api.qoder.com', shown: 'https://•••@api.qoder.com', remedy: NO_USER },
    { text: 'https://secret@api.qoder.com/x', shown: 'https://•••@api.qoder.com/x', remedy: NO_USER },
    { text: 'me:secret@api.qoder.com', shown: '•••@api.qoder.com', remedy: NO_HTTPS },
  ])('does not repeat the password of $shown', ({ text, shown, remedy }) => {
    expect(() => parseBaseUrl(text)).toThrow(
      new InvalidInputError('The base URL', [{ path: '', value: shown, remedy }]),
    );
  });
});
