/** Serves the page on loopback: its files, a stream of what happens, and commands to the simulated fleet. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { listenOnLoopback, portOf, readBody } from '../loopback-server.ts';
import { type Asset, bundleAssets } from './bundle-assets.ts';
import { type Command, parseCommand } from './command.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import type { PageJournal } from './page-journal.ts';
import { refuseRequest } from './refuse-request.ts';

/** A command is a few words. */
const MAX_BODY_BYTES = 4_096;
/** A browser that sleeps reads nothing: what it does not take must not pile up here. */
const MAX_UNREAD_BYTES = 16_000_000;
/** So that a browser finds out when this process hangs. */
const ALIVE_EVERY_MS = 4_000;

export interface PageServer {
  readonly url: string;
  /** Ends open streams too. */
  readonly close: () => Promise<void>;
}

export interface PageDeps {
  readonly journal: Pick<PageJournal, 'whole' | 'listen'>;
  /** Null: there is nothing to operate. @throws {RangeError} when the command cannot be followed */
  readonly operate: ((command: Command) => void) | null;
}

/** @param port 0 for any free one. @throws {Error} with the code EADDRINUSE when it is taken */
export async function servePage(deps: PageDeps, port: number): Promise<PageServer> {
  const assets = await bundleAssets();
  const server = createServer((request, response) => {
    serve(deps, assets, portOf(server), request, response).catch((error) =>
      answer(response, 500, String(error)),
    );
  });
  const { url, close } = await listenOnLoopback(server, port);
  return { url: `${url}/`, close };
}

async function serve(
  { journal, operate }: PageDeps,
  assets: ReadonlyMap<string, Asset>,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refuseRequest(request, port);
  if (refused !== null) return answer(response, refused.status, refused.message);
  const { method, url } = request;
  if (method === 'POST') {
    if (url !== '/commands') return answer(response, 404, 'Commands go to /commands');
    if (operate === null) return answer(response, 403, 'A real environment is only read');
    return follow(operate, request, response);
  }
  if (url === '/events') return stream(journal, response);
  const asset = assets.get(url?.startsWith('/?') ? '/' : (url ?? ''));
  if (asset === undefined) return answer(response, 404, 'There is no such file');
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': asset.type }).end(asset.body);
}

function stream(journal: PageDeps['journal'], response: ServerResponse): void {
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/event-stream' });
  const send = (event: string, data: unknown) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    // It connects again, and gets everything anew.
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  // A server that was started anew is found again within a second.
  response.write('retry: 1000\n\n');
  send('hello', journal.whole());
  const alive = setInterval(() => send('alive', null), ALIVE_EVERY_MS);
  const unlisten = journal.listen((update) => send('news', update));
  response.on('close', () => {
    clearInterval(alive);
    unlisten();
  });
}

async function follow(
  operate: (command: Command) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    operate(parseCommand(JSON.parse(String(await readBody(request, MAX_BODY_BYTES)))));
    answer(response, 204, '');
  } catch (error) {
    const isRefused =
      error instanceof RangeError || error instanceof SyntaxError || error instanceof v.ValiError;
    if (!isRefused) throw error;
    answer(response, 400, error.message);
  }
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(message);
}
