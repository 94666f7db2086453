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

export async function listenOnLoopback(server: Server): Promise<Loopback> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError(`Listening on loopback failed: the address is ${address}, not a port`);
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

export function decode(request: IncomingMessage, body: Buffer): string {
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
