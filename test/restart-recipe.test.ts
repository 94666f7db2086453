/** The function of docs/events.md that restarts workers, over real sockets: ECS and DynamoDB as moto plays them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Loopback, startLoopback } from '../local/loopback-server.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../local/stand-ins/credentials.ts';
import { type Moto, skipsMoto, startMoto } from './lambda/notify/start-moto.ts';
import { blocksIn } from './support/doc-blocks.ts';

interface Action {
  readonly messageId: string;
  readonly atMs: number;
}

interface Recipe {
  readonly decide: (actions: readonly Action[], messageId: string, nowMs: number, maxCount: number) => string;
  readonly handler: (event: {
    readonly detail: { readonly messageId: string; readonly summary: string };
  }) => Promise<string>;
}

const ROOT = join(import.meta.dirname, '..');
let folder = '';
let loadCount = 0;

/** A function that has just been started: what it reads of its environment, it reads then. */
function load(): Promise<Recipe> {
  const url = pathToFileURL(join(folder, 'restart-workers/index.mjs'));
  return import(/* @vite-ignore */ `${url.href}?${++loadCount}`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-restart-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'restart-workers'));
  const [block] = blocksIn('events.md', 'js restart-workers/index.mjs');
  writeFileSync(join(folder, 'restart-workers/index.mjs'), block?.source ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('decide()', () => {
  const MINUTE_MS = 60_000;
  const at = (messageId: string, minutesAgo: number): Action => ({
    messageId,
    atMs: -minutesAgo * MINUTE_MS,
  });

  it.each([
    ['nothing was done', [], 1, 'restart'],
    ['this message was acted on', [at('m.1', 0)], 1, 'repeated'],
    ['this message was acted on long ago', [at('m.1', 600)], 1, 'repeated'],
    ['another was, a minute less than an hour ago', [at('m.0', 59)], 1, 'capped'],
    ['another was, an hour ago', [at('m.0', 60)], 1, 'restart'],
    ['one of two an hour is left', [at('m.0', 59), at('m.-1', 61)], 2, 'restart'],
    ['none of two an hour is left', [at('m.0', 59), at('m.-1', 1)], 2, 'capped'],
    ['none is allowed', [], 0, 'capped'],
    ['the cap is no number', [], Number.NaN, 'capped'],
  ])('when %s', async (_, actions, maxCount, expected) => {
    const { decide } = await load();

    expect(decide(actions, 'm.1', 0, maxCount)).toBe(expected);
  });
});

describe.skipIf(skipsMoto)('handler()', () => {
  let moto: Moto;
  let proxy: Loopback;
  /** Names of the calls that came through. */
  let calls: string[] = [];
  let refused: string | null = null;
  /** Writes reach moto one after another: DynamoDB checks a condition and writes at once, moto's threads do not. */
  let writes: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startLoopback(async ({ headers }, body, response) => {
      const target = String(headers['x-amz-target']);
      const action = target.replace(/^.*\./, '');
      if (action === refused) {
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
        return void response.end(JSON.stringify({ __type: 'InvalidParameterException', message: 'Refused' }));
      }
      calls.push(action);
      const send = () =>
        fetch(moto.url, {
          method: 'POST',
          headers: {
            'content-type': String(headers['content-type']),
            'x-amz-target': target,
            authorization: String(headers.authorization),
          },
          body: new Uint8Array(body),
        });
      const sent = action === 'PutItem' ? writes.then(send) : send();
      if (action === 'PutItem') writes = sent.catch(() => undefined);
      const answer = await sent;
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(await answer.text());
    });
  });
  afterAll(async () => {
    await proxy.close();
    await moto.close();
  });

  let number = 0;
  beforeEach(async () => {
    const name = `workers-${++number}`;
    vi.stubEnv('AWS_ENDPOINT_URL', proxy.url);
    vi.stubEnv('AWS_REGION', STAND_IN_REGION);
    vi.stubEnv('AWS_ACCESS_KEY_ID', STAND_IN_CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', STAND_IN_CREDENTIALS.secretAccessKey);
    vi.stubEnv('TABLE_NAME', name);
    vi.stubEnv('CLUSTER', 'agents');
    vi.stubEnv('SERVICE', name);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const [dynamo, ecs] = [new DynamoDBClient({}), new ECSClient({})];
    await dynamo.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    await ecs.send(new CreateClusterCommand({ clusterName: 'agents' }));
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name,
        containerDefinitions: [{ name: 'worker', image: 'worker', memory: 128 }],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'agents',
        serviceName: name,
        taskDefinition: name,
        desiredCount: 1,
      }),
    );
    calls = [];
    refused = null;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  const anEvent = (messageId: string) => ({ detail: { messageId, summary: 'work has waited' } });
  const restartCount = () => calls.filter((action) => action === 'UpdateService').length;

  it('only says what it would do, unless it is told otherwise', async () => {
    const { handler } = await load();

    expect(await handler(anEvent('m.1'))).toBe('dry run');
    expect(restartCount()).toBe(0);
    expect(console.log).toHaveBeenCalledWith(
      JSON.stringify({
        decision: 'restart',
        isDryRun: true,
        cluster: 'agents',
        service: `workers-${number}`,
        messageId: 'm.1',
        summary: 'work has waited',
      }),
    );
  });

  it.each(['', 'ON', 'false', 'no'])('takes DRY_RUN "%s" for a dry run too', async (value) => {
    vi.stubEnv('DRY_RUN', value);
    const { handler } = await load();

    expect([await handler(anEvent('m.1')), restartCount()]).toEqual(['dry run', 0]);
  });

  it('acts once on a message, and once an hour', async () => {
    vi.stubEnv('DRY_RUN', 'off');
    const first = await load();
    const results = [await first.handler(anEvent('m.1')), await first.handler(anEvent('m.1'))];
    const second = await load();
    results.push(await second.handler(anEvent('m.1')), await second.handler(anEvent('m.2')));

    expect(results).toEqual(['restarted', 'repeated', 'repeated', 'capped']);
    expect(restartCount()).toBe(1);
  });

  it('acts once on a message that several functions get at once', async () => {
    vi.stubEnv('DRY_RUN', 'off');
    const functions = await Promise.all(Array.from({ length: 5 }, load));

    const results = await Promise.allSettled(functions.map(({ handler }) => handler(anEvent('m.1'))));

    const values = results.map((result) => (result.status === 'fulfilled' ? result.value : 'tried again'));
    expect(values.filter((value) => value === 'restarted')).toHaveLength(1);
    expect(new Set(values)).toEqual(
      new Set(['restarted', ...values.filter((value) => value !== 'restarted')]),
    );
    expect(restartCount()).toBe(1);
  });

  it('fails when ECS refuses, and acts when it is tried again', async () => {
    vi.stubEnv('DRY_RUN', 'off');
    const { handler } = await load();
    refused = 'UpdateService';
    await expect(handler(anEvent('m.1'))).rejects.toMatchObject({ name: 'InvalidParameterException' });

    refused = null;

    expect([await handler(anEvent('m.1')), restartCount()]).toEqual(['restarted', 1]);
  });

  it('does nothing when it cannot remember it', async () => {
    vi.stubEnv('DRY_RUN', 'off');
    const { handler } = await load();
    refused = 'PutItem';

    await expect(handler(anEvent('m.1'))).rejects.toThrow('Refused');
    expect(restartCount()).toBe(0);
  });
});
