/** The base URL decides where the token goes, so only an address that can keep it is accepted. */
import { InvalidInputError } from './invalid-input.ts';

/**
 * Parses a base URL; its prefix path is kept, without slashes at its end.
 *
 * @throws {InvalidInputError} unless it is https (http for loopback) without user, query and fragment
 * @example parseBaseUrl('https://api.qoder.com/api/v1/cloud/').href // 'https://api.qoder.com/api/v1/cloud'
 */
export function parseBaseUrl(text: string): URL {
  const remedy = findBaseUrlFault(text);
  if (remedy !== null) {
    throw new InvalidInputError('The base URL', [{ path: '', value: withoutCredentials(text), remedy }]);
  }
  const url = new URL(text);
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** @returns the remedy; null for a URL that is accepted */
export function findBaseUrlFault(text: string): string | null {
  const fault = findSecrecyFault(text, { secret: 'token', example: 'https://api.qoder.com/api/v1/cloud' });
  if (fault !== null) return fault;
  if (/[?#]/.test(text)) return 'remove what begins with ? or #: the path of each request is appended';
  return findPrefixFault(new URL(text));
}

/** @returns why an address cannot keep the secret that is sent to it, as a remedy; null when it can */
export function findSecrecyFault(
  text: string,
  { secret, example }: { readonly secret: 'token' | 'key'; readonly example: string },
): string | null {
  // The URL parser silently drops tabs and newlines and turns backslashes around: what is seen must be what is used.
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return `write a URL such as ${example}`;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return `write https: over http the ${secret} could be read on the way (allowed for localhost only)`;
  }
  const hasLogin = url.username !== '' || url.password !== '';
  return hasLogin ? `remove the user and password: the ${secret} is the login` : null;
}

/** Source: the overviews of the API's editions, which all have the same prefix. */
const PREFIX = '/api/v1/cloud';
export const INTERNATIONAL_HOSTS: readonly string[] = ['api.qoder.com', 'openapi.qoder.sh'];
export const CHINA_HOST = 'api.qoder.com.cn';
const QODER_HOSTS = [...INTERNATIONAL_HOSTS, CHINA_HOST];

/** Requests without the prefix get a 404, which says nothing about why. A gateway may have a prefix of its own. */
function findPrefixFault({ protocol, host, hostname, pathname }: URL): string | null {
  const path = pathname.replace(/\/+$/, '');
  const isWrong = QODER_HOSTS.includes(host) ? path !== PREFIX : path === '' && !isLoopback(hostname);
  return isWrong ? `write it with the prefix of the API: ${protocol}//${host}${PREFIX}` : null;
}

/** The parser has normalised the host: every spelling of an IPv4 address is four decimal numbers by now. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Messages name the value they refuse, and a password has no place in a message. */
export function withoutCredentials(text: string): string {
  return text.replace(/^([^/]*\/\/)?[^/]*@/, '$1•••@');
}
