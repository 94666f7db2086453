/** One of the readers that are compared, in a process of its own, which tells what it took of the CPU. Run by measure-runs.ts. */
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { REQUESTS_PER_SECOND } from '../../lambda/read/api/adaptive-rate.ts';
import { createHttpTransport } from '../../lambda/read/api/transport.ts';
import { createSockets } from '../../lambda/sockets.ts';

export type Order =
  | { readonly kind: 'load'; readonly bundlePath: string }
  /** A run of the bundle. */
  | { readonly kind: 'run'; readonly scheduledTime: string }
  /** What a plain reader does: asks for pages, and counts the items of each state. */
  | {
      readonly kind: 'count';
      readonly by: keyof typeof WAYS;
      readonly urls: readonly string[];
      readonly token: string;
    };

export interface Spent {
  readonly cpuMs: number;
  readonly error: string | null;
}

type Get = (url: string, headers: Readonly<Record<string, string>>) => Promise<string>;

const agent = new Agent({ keepAlive: true, maxSockets: 50 });
const transport = createHttpTransport(createSockets());

const getByHttp: Get = (url, headers) =>
  new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8'))).on('error', reject);
    })
      .on('error', reject)
      .end();
  });
const getByFetch: Get = async (url, headers) => (await fetch(url, { headers })).text();
const getByOurs: Get = async (url, headers) =>
  (await transport({ url: new URL(url), headers, timeoutMs: 10_000 })).bodyText;

type Read = (url: string) => Promise<void>;

const AT_ONCE_COUNT = 10;

async function inTens(urls: readonly string[], read: Read): Promise<void> {
  for (let from = 0; from < urls.length; from += AT_ONCE_COUNT)
    await Promise.all(urls.slice(from, from + AT_ONCE_COUNT).map(read));
}

/** As a run does: a process that wakes for each request has more to do than one that is awake. */
async function spaced(urls: readonly string[], read: Read): Promise<void> {
  const beginMs = performance.now();
  await Promise.all(
    urls.map(async (url, index) => {
      const waitMs = beginMs + (index * 1_000) / REQUESTS_PER_SECOND - performance.now();
      await setTimeout(Math.max(0, waitMs));
      await read(url);
    }),
  );
}

const WAYS = {
  'node:http at the rate of a run': { get: getByHttp, readAll: spaced },
  fetch: { get: getByFetch, readAll: inTens },
  'our transport': { get: getByOurs, readAll: inTens },
  'node:http': { get: getByHttp, readAll: inTens },
} as const;

async function countItems(by: keyof typeof WAYS, urls: readonly string[], token: string): Promise<void> {
  const { get, readAll } = WAYS[by];
  const counts: Record<string, number> = {};
  await readAll(urls, async (url) => {
    const body = await get(url, { authorization: `Bearer ${token}` });
    for (const { state } of JSON.parse(body).data ?? []) counts[state] = (counts[state] ?? 0) + 1;
  });
}

let handler: (event: unknown, context: object) => Promise<void> = async () => undefined;

async function obey(order: Order): Promise<void> {
  if (order.kind === 'load') ({ handler } = await import(pathToFileURL(order.bundlePath).href));
  if (order.kind === 'run')
    await handler(
      { schemaVersion: 1, scheduledTime: order.scheduledTime },
      { awsRequestId: order.scheduledTime },
    );
  if (order.kind === 'count') await countItems(order.by, order.urls, order.token);
}

process.on('message', async (order: Order) => {
  const before = process.cpuUsage();
  const error = await obey(order).then(
    () => null,
    (reason: unknown) => String(reason),
  );
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMs: (user + system) / 1_000, error } satisfies Spent);
});
