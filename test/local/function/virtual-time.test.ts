import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from '../../../local/function/start-function.ts';
import type { VirtualTime } from '../../../local/function/virtual-time.ts';

const RUNTIME = fileURLToPath(new URL('../../../local/function/runtime.ts', import.meta.url));
const HANDLER = fileURLToPath(new URL('./timed-handler.ts', import.meta.url));
const ANSWER_AFTER_MS = 300;

let server: Server;
let runtime: ChildProcess;
let runCount = 0;

beforeEach(async () => {
  server = createServer((_request, response) => void setTimeout(() => response.end(), ANSWER_AFTER_MS));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  runtime = fork(RUNTIME, [HANDLER], { env: {}, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
});
afterEach(async () => {
  runtime.kill('SIGKILL');
  await once(runtime, 'exit');
  server.close();
});

/** One run, and how long it took by the clock of this process. */
async function run(task: string, time: VirtualTime | null) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const printed = runtime.stdout === null ? null : once(runtime.stdout, 'data');
  const startMs = performance.now();
  runtime.send({ event: { task, url }, requestId: String(++runCount), time } satisfies Invocation);
  const [result] = await once(runtime, 'message');
  const tookMs = performance.now() - startMs;
  expect(result).toMatchObject({ error: null });
  const [text] = (await printed) ?? [];
  return { ...JSON.parse(String(text)), tookMs };
}

const fast = (at: string): VirtualTime => ({ at, speed: 100 });

describe('the time of a local function', () => {
  it('is that of the fleet when a run begins, and an instant that is named stays what it is', async () => {
    const { now, asMs, past } = await run('tell', fast('2031-05-01T12:00:00.000Z'));

    expect(now).toMatch(/^2031-05-01T12:00:0\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(now) - asMs)).toBeLessThan(100);
    expect(past).toBe('1970-01-01T00:00:00.000Z');
  });

  it('is that of this machine where none is given', async () => {
    const { asMs } = await run('tell', null);

    expect(Math.abs(asMs - Date.now())).toBeLessThan(10_000);
  });

  it('never goes back', async () => {
    const first = await run('tell', fast('2031-05-01T12:00:00.000Z'));
    const second = await run('tell', fast('2031-05-01T11:00:00.000Z'));

    expect(second.asMs).toBeGreaterThanOrEqual(first.asMs);
  });

  it('passes fast while the function only waits, on both of its clocks', async () => {
    const { dateMs, steadyMs, tookMs } = await run('pause', fast('2031-05-01T12:00:00.000Z'));

    expect(tookMs).toBeLessThan(15_000);
    expect(dateMs).toBeGreaterThanOrEqual(19_990);
    expect(steadyMs).toBeGreaterThanOrEqual(19_990);
    expect(dateMs).toBeLessThan(40_000);
  });

  it('ends waits in the order of their instants, and none that was cancelled', async () => {
    const { result, dateMs, tookMs } = await run('order', fast('2031-05-01T12:00:00.000Z'));

    expect(result).toEqual(['first', 'second', 'last']);
    expect(dateMs).toBeGreaterThanOrEqual(8_990);
    expect(tookMs).toBeLessThan(8_000);
  });

  it('is real while a request is under way: its limit of 5 s is not over after 0.3 s', async () => {
    const { result, dateMs } = await run('limit', { at: '2031-05-01T12:00:00.000Z', speed: 100_000 });

    expect(result).toBe('answered');
    expect(dateMs).toBeGreaterThanOrEqual(ANSWER_AFTER_MS - 10);
    expect(dateMs).toBeLessThan(5_000);
  });
});
