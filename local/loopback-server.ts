/** An HTTP server that only this machine can reach. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface Loopback {
  readonly url: string;
  /** Ends open connections too: a hanging request would keep the process alive. */
  readonly close: () => Promise<void>;
}

/** Handlers get the body as it was sent. What they throw is answered with a plain 500. */
export function startLoopback(
  handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
  const server = createServer(async (request, response) => {
    try {
      await handle(request, await readBody(request), response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  return listenOnLoopback(server);
}

/** @param port 0 for any free one. @throws {Error} with the code EADDRINUSE when it is taken */
export async function listenOnLoopback(server: Server, port = 0): Promise<Loopback> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/** Of a server that listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError(`Listening on loopback failed: the address is ${address}, not a port`);
  }
  return address.port;
}

export function decode(request: IncomingMessage, body: Buffer): string {
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

/** @throws {RangeError} when the body is longer; {Error} when the client goes away before it was sent */
export async function readBody(
  request: IncomingMessage,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw new RangeError(`The body has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
