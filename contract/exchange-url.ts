/** Where a service account key may be sent: to the exchange of the API's own region, and nowhere else. */
import { CHINA_HOST, findSecrecyFault, INTERNATIONAL_HOSTS } from './base-url.ts';

/** Source: the API's authentication page, service accounts. */
export const EXCHANGE_PATH = '/api/v1/serviceToken/exchange';
/** The origin of the exchange in China is not documented. */
const INTERNATIONAL_EXCHANGE_HOST = 'openapi.qoder.sh';
export const INTERNATIONAL_EXCHANGE_URL = `https://${INTERNATIONAL_EXCHANGE_HOST}${EXCHANGE_PATH}`;

/** @returns null where it has to be said: the exchange of a gateway, or of another region, is anybody's guess */
export function toDefaultExchangeUrl(baseUrl: URL): URL | null {
  return INTERNATIONAL_HOSTS.includes(baseUrl.host) ? new URL(INTERNATIONAL_EXCHANGE_URL) : null;
}

/**
 * @param baseUrl of the API that takes the tokens
 * @returns the remedy, which repeats nothing of the text; null for a URL that is accepted
 */
export function findExchangeUrlFault(text: string, baseUrl: URL): string | null {
  const fault = findSecrecyFault(text, { secret: 'key', example: INTERNATIONAL_EXCHANGE_URL });
  if (fault !== null) return fault;
  const { host, pathname } = new URL(text);
  if (pathname !== EXCHANGE_PATH || /[?#]/.test(text)) {
    return `write the address of the exchange alone, which ends with ${EXCHANGE_PATH}`;
  }
  // Source: the same page: exchange and API must be of the same region.
  if (INTERNATIONAL_HOSTS.includes(baseUrl.host) && host !== INTERNATIONAL_EXCHANGE_HOST) {
    return `write ${INTERNATIONAL_EXCHANGE_URL}, the exchange of ${baseUrl.host}, or leave it out`;
  }
  if (baseUrl.host === CHINA_HOST && host === INTERNATIONAL_EXCHANGE_HOST) {
    return `write the exchange of the region of ${CHINA_HOST}: keys of one region are not for another`;
  }
  return null;
}
