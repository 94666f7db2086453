import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';
import { type StartedPage, startPage } from '../../../scripts/start-page.ts';

const TOKEN = 'pt-real-0123456789abcdef';
const ENVIRONMENT_ID = 'env_real';
const PATHS = ['/', '/main.js', '/style.css', '/icon.svg'];

let api: SimulatorServer;
let simulated: StartedPage;
let real: StartedPage;

beforeAll(async () => {
  const simulator = createSimulator({ startAt: new Date(Date.now() - 20 * 60_000), token: TOKEN });
  simulator.addEnvironment({ id: ENVIRONMENT_ID, name: 'nightly' });
  simulator.addWork(ENVIRONMENT_ID, { count: 2 });
  simulator.advance(20 * 60_000);
  api = await serveSimulator(simulator, { port: 0 });
  [simulated, real] = await Promise.all([
    startPage(['--every', '60', '--port', '0']),
    startPage(['--environment', ENVIRONMENT_ID, '--base-url', api.baseUrl, '--port', '0'], {
      QODER_PAT: TOKEN,
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([simulated.close(), real.close()]);
  await api.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** fetch would set Host and Origin itself. */
function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.on('error', reject).end(body);
  });
}

/** What the stream of events sends until its text matches. */
async function readEvents(url: string, until: RegExp): Promise<string> {
  const response = await fetch(`${url}events`);
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (until.test(text)) break;
  }
  return text;
}

const command = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(`${url}commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.slice(0, -1), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('servePage()', () => {
  it.each(PATHS)(
    'sends %s under a policy that lets in nothing from elsewhere and nothing inline',
    async (path) => {
      const { status, headers, body } = await ask(new URL(path, simulated.url).href);

      expect(status).toBe(200);
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      expect(headers['content-security-policy']).not.toMatch(/unsafe|http|\*|data:/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
      if (path === '/')
        expect(body).not.toMatch(/<script(?![^>]* src="\/)|<style|\sstyle=|\son[a-z]+=|https?:/);
    },
  );

  it('has no address but loopback', async () => {
    expect(simulated.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it.each([
    ['another host, as DNS rebinding sends it', { host: 'evil.example' }, 403],
    ['the right host with another port', { host: '127.0.0.1:1' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
    ['an address that was typed', { 'sec-fetch-site': 'none' }, 200],
  ])('answers %s as it should', async (_name, headers, expected) => {
    for (const path of ['/', '/events?no']) {
      const { status } = await ask(new URL(path, simulated.url).href, { headers });
      expect(status).toBe(path === '/' ? expected : expected === 200 ? 404 : expected);
    }
  });

  it.each<[string, unknown, Record<string, string>, number]>([
    ['no Origin', { action: 'step' }, { origin: '' }, 403],
    ['the Origin of another site', { action: 'step' }, { origin: 'https://evil.example' }, 403],
    ['the Origin null', { action: 'step' }, { origin: 'null' }, 403],
    ['a form of another site', { action: 'step' }, { 'content-type': 'text/plain' }, 415],
    ['no JSON', 'kill', {}, 400],
    ['an unknown action', { action: 'delete-everything' }, {}, 400],
    ['an unknown worker', { action: 'kill-worker', workerId: 'nobody' }, {}, 400],
    ['a path as an environment', { action: 'add-work', environmentId: 'env_x/../y', count: 1 }, {}, 400],
    ['too much work', { action: 'add-work', environmentId: 'env_demo_busy', count: 1e9 }, {}, 400],
    ['a body that is too long', { action: 'x'.repeat(5_000) }, {}, 400],
    ['a command', { action: 'kill-worker', workerId: 'search-1' }, {}, 204],
  ])('answers a command with %s by its status', async (_name, body, headers, expected) => {
    expect((await command(simulated.url, body, headers)).status).toBe(expected);
  });

  it('serves no other method', async () => {
    expect((await ask(simulated.url, { method: 'DELETE' })).status).toBe(405);
  });

  it('tells what a command has done to everybody who watches', async () => {
    await command(simulated.url, { action: 'kill-worker', workerId: 'search-2' });

    expect(await readEvents(simulated.url, /\n\n.*\n\n/s)).toContain('Killed search-2');
  });
});

describe('the page of a real environment', () => {
  it('shows it with its alerts, and has nothing that could change it', async () => {
    const events = await readEvents(real.url, /"number":1,/);

    expect(events).toContain('"isSimulated":false');
    expect(events).toContain('"fleet":null');
    expect(events).toContain('"QueueVerdict":4');
    expect((await command(real.url, { action: 'step' })).status).toBe(403);
  });

  it('names the metrics that its settings do not bring, of which the simulated fleet has all', async () => {
    const [ofReal, ofSimulated] = await Promise.all([
      readEvents(real.url, /"number":1,/),
      readEvents(simulated.url, /"number":1,/),
    ]);

    expect(ofReal).toContain(
      '"unsentMetrics":["WorkersWanted","PickupsWithinObjective","PickupsBeyondObjective"]',
    );
    expect(ofSimulated).toContain('"unsentMetrics":[]');
    expect(ofSimulated).toContain('"WorkersWanted":');
  });

  it('never contains the token, nor does the terminal', async () => {
    const events = await readEvents(real.url, /"number":1,/);
    const files = await Promise.all(PATHS.map((path) => ask(new URL(path, real.url).href)));
    const everything = [
      events,
      real.output(),
      ...files.map(({ body, headers }) => body + JSON.stringify(headers)),
    ];

    expect(everything.filter((text) => text.includes(TOKEN))).toEqual([]);
    expect(events).toContain('work has waited');
  });

  it('never contains the token of the simulated fleet, however often it is rotated', async () => {
    await command(simulated.url, { action: 'rotate-token' });
    await command(simulated.url, { action: 'store-token' });
    const events = await readEvents(simulated.url, /\n\n.*\n\n/s);

    expect(events).toContain('New token stored');
    // The first lines in the terminal tell it, for the commands of alerts; the page and what follows never do.
    const [introduction = '', ...later] = simulated.output().split(/^(?=Run 1,)/m);
    expect(introduction).toContain('export QODER_PAT=pt-simulated');
    expect(events + later.join('')).not.toContain('pt-simulated');
  });
});
