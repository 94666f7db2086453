/**
 * Who may talk to the page. Being on loopback is not enough: any web page in the same browser can send
 * requests there, and DNS rebinding can make them look like its own.
 */
import type { IncomingMessage } from 'node:http';

export interface RefusedRequest {
  readonly status: number;
  readonly message: string;
}

/** @returns why the request is refused, or null */
export function refuseRequest(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  port: number,
): RefusedRequest | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !hosts.includes(headers.host)) {
    return { status: 403, message: `Refused the Host header: open http://${hosts[0]}/` };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, message: 'Refused a request of another site' };
  }
  if (method === 'GET' || method === 'HEAD') return null;
  if (method !== 'POST') return { status: 405, message: 'Only GET and POST are served' };
  if (headers.origin !== `http://${headers.host}`) {
    return { status: 403, message: 'Refused the Origin header: commands are sent by the page itself' };
  }
  if (headers['content-type'] !== 'application/json') {
    return { status: 415, message: 'Send application/json' };
  }
  return null;
}
