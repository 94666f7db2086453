/** The recipes of docs/events.md, taken from the page and run against the events that the monitor really sends. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANGES } from '../contract/conditions.ts';
import type { Alert } from '../lambda/model/incident.ts';
import { sendEvents } from '../lambda/notify/send-events.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../local/stand-ins/credentials.ts';
import { type BusEvent, startEventBridge } from '../local/stand-ins/eventbridge.ts';
import { createTraffic } from '../local/stand-ins/traffic.ts';
import { aContext, anAlert } from './lambda/notify/an-alert.ts';
import { createQueue, receiveNumbers } from './lambda/notify/moto-queue.ts';
import { type Moto, skipsMoto, startMoto } from './lambda/notify/start-moto.ts';
import { blocksIn } from './support/doc-blocks.ts';
import { lintTemplates } from './support/lint-templates.ts';
import { synthesizeApps } from './support/synthesize-apps.ts';

const ROOT = join(import.meta.dirname, '..');
const APPS = blocksIn('events.md', 'ts app');
const [RESTART = '', PAGE_SOMEBODY = '', INVESTIGATE = ''] = APPS.map(({ heading }) => heading);

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}
interface Rule {
  readonly EventPattern: object;
  readonly Targets: readonly {
    readonly InputTransformer?: {
      readonly InputPathsMap: Readonly<Record<string, string>>;
      readonly InputTemplate: string;
    };
    readonly RetryPolicy?: object;
  }[];
}

let folder = '';
const templates = new Map<string, Template>();
const fileOf = (heading: string) =>
  join(folder, `cdk.out.${APPS.findIndex((app) => app.heading === heading)}`);

/** As they stand on the page, with the construct of this checkout. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-recipes-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const [restart] = blocksIn('events.md', 'js restart-workers/index.mjs');
  mkdirSync(join(folder, 'restart-workers'));
  writeFileSync(join(folder, 'restart-workers/index.mjs'), restart?.source ?? '');
  for (const [index, { source }] of APPS.entries()) {
    const construct = join(ROOT, 'infra/work-queue-monitor.ts');
    writeFileSync(
      join(folder, `app-${index}.ts`),
      source.replace("'qoder-work-queue-monitor'", `'${construct}'`),
    );
  }
  const toApp = ({ heading }: (typeof APPS)[number], index: number) => ({
    file: `app-${index}.ts`,
    outFolder: fileOf(heading),
  });
  await synthesizeApps(folder, APPS.map(toApp));
  for (const { heading } of APPS) {
    const text = readFileSync(join(fileOf(heading), 'QoderQueues.template.json'), 'utf8');
    templates.set(heading, JSON.parse(text));
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const resourcesOf = (heading: string, type: string) =>
  Object.values(templates.get(heading)?.Resources ?? {})
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
const rulesOf = (heading: string) => resourcesOf(heading, 'AWS::Events::Rule') as unknown as Rule[];

/** What a bus got of these alerts. */
async function toBusEvents(alerts: readonly Alert[]): Promise<readonly BusEvent[]> {
  const bus = await startEventBridge(
    createTraffic(() => 0),
    () => new Date(),
  );
  const client = new EventBridgeClient({
    endpoint: bus.url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
  });
  await sendEvents(
    { client, eventBusName: bus.eventBusName, context: aContext, redact: (text) => text },
    alerts,
    new AbortController().signal,
  );
  client.destroy();
  await bus.close();
  return bus.events();
}

describe('docs/events.md', () => {
  it('shows an event as a bus gets it', async () => {
    const [shown] = blocksIn('events.md', 'json event');
    const [event] = await toBusEvents([anAlert()]);

    expect({ ...event, detail: {} }).toEqual(JSON.parse(shown?.source ?? ''));
  });

  it('has a recipe for each of what it promises', () => {
    expect([RESTART, PAGE_SOMEBODY, INVESTIGATE]).toEqual([
      'Restart the workers when none is there',
      'Page somebody, through an API destination',
      'Let AWS DevOps Agent investigate',
    ]);
  });

  it('makes templates without errors for cfn-lint', { timeout: 60_000 }, async ({ skip }) => {
    // Each recipe's own resources beside one monitor, which all of them have.
    const all = [...templates.values()].flatMap((template) => Object.entries(template));
    const joined: Record<string, object> = {};
    for (const [section, entries] of all) joined[section] = { ...entries, ...joined[section] };
    const file = join(folder, 'joined.template.json');
    writeFileSync(file, JSON.stringify(joined));
    const said = await lintTemplates([file]);
    if (said === null) skip('needs cfn-lint');

    expect(said).toBe('');
  });
});

describe('the recipe that restarts workers', () => {
  it('may restart the one service, and remember it, and nothing else', () => {
    const statements = resourcesOf(RESTART, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }) => {
      const { Statement } = PolicyDocument as {
        Statement: { Action: string | string[]; Resource: unknown }[];
      };
      return Statement;
    });
    const restarts = statements.filter(({ Action }) => JSON.stringify(Action).includes('ecs:'));

    expect(restarts.map(({ Action }) => Action)).toEqual(['ecs:UpdateService']);
    expect(JSON.stringify(restarts)).toContain(':service/agents/workers');
    expect(statements.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:PutItem']),
    );
  });

  it('is a dry run, at most once an hour, and gives up what is late', () => {
    const [variables] = resourcesOf(RESTART, 'AWS::Lambda::Function').flatMap(({ Environment }) => {
      const { Variables } = Environment as { Variables: Record<string, unknown> };
      return 'DRY_RUN' in Variables ? [Variables] : [];
    });

    expect(variables).toMatchObject({ DRY_RUN: 'on', RESTARTS_PER_HOUR: '1', SERVICE: 'workers' });
    expect(rulesOf(RESTART).flatMap(({ Targets }) => Targets.map(({ RetryPolicy }) => RetryPolicy))).toEqual([
      { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 2 },
    ]);
  });
});

const LONG = 'x"\\名'.repeat(500);
const GOLDEN: readonly Alert[] = [
  ...CHANGES.map((change) =>
    anAlert({ change, ending: change === 'resolved' || change === 'withdrawn' ? 'stopped' : null }),
  ),
  anAlert({ environmentName: LONG, reason: LONG, environmentIds: [LONG], incidentId: LONG, messageId: LONG }),
];

/** As EventBridge fills a template in which variables stand alone: each value as JSON. */
function transform({ Targets }: Rule, event: BusEvent): unknown {
  const { InputPathsMap = {}, InputTemplate = '' } = Targets[0]?.InputTransformer ?? {};
  const valueAt = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], event);
  const text = InputTemplate.replace(/"?<([\w-]+)>"?/g, (_, name: string) => {
    const value = valueAt(InputPathsMap[name] ?? '$.nothing');
    if (value === null || value === undefined)
      throw new Error(`${name} is ${value}: the result is not documented`);
    return JSON.stringify(value);
  });
  return JSON.parse(text);
}

describe('the recipe for PagerDuty', () => {
  it('makes of every event a request within the limits of the Events API v2', async () => {
    for (const event of await toBusEvents(GOLDEN)) {
      for (const rule of rulesOf(PAGE_SOMEBODY)) {
        const { dedup_key, event_action, payload } = transform(rule, event) as {
          readonly dedup_key: string;
          readonly event_action: string;
          readonly payload: Readonly<Record<string, unknown>>;
        };
        const detail = event.detail as { readonly incidentId: string };

        expect(dedup_key).toBe(detail.incidentId);
        expect(dedup_key.length).toBeLessThanOrEqual(255);
        expect(['trigger', 'resolve']).toContain(event_action);
        expect(String(payload.summary).length).toBeLessThanOrEqual(1024);
        expect(['critical', 'error', 'warning', 'info']).toContain(payload.severity);
        expect(new Date(String(payload.timestamp)).toISOString()).toBe(payload.timestamp);
        expect(payload.custom_details).toEqual(event.detail);
      }
    }
  });

  it('sends the key in the body, from a secret, and stands in no template', () => {
    const connections = JSON.stringify(resourcesOf(PAGE_SOMEBODY, 'AWS::Events::Connection'));

    expect(connections).toContain('"Key":"routing_key"');
    expect(connections).toContain('{{resolve:secretsmanager:pagerduty/routing-key');
    expect(connections).toContain('"IsValueSecret":true');
  });
});

describe('the recipe for AWS DevOps Agent', () => {
  it("makes of every event a body with the fields of AWS's examples", async () => {
    for (const event of await toBusEvents(GOLDEN)) {
      const [rule] = rulesOf(INVESTIGATE);
      if (rule === undefined) throw new Error('There is no rule');
      const body = transform(rule, event) as Readonly<Record<string, unknown>>;

      expect(Object.keys(body).toSorted()).toEqual(
        [
          'eventType',
          'action',
          'priority',
          'incidentId',
          'title',
          'description',
          'service',
          'timestamp',
          'data',
        ].toSorted(),
      );
      expect(body).toMatchObject({ eventType: 'incident', action: 'created', data: event.detail });
    }
  });
});

const QUEUE_STUCK = { condition: 'queue-stuck', reason: 'no-workers', environmentIds: ['env_a'] } as const;

/** What each rule must let through of these, by number. */
const SENT: readonly Partial<Alert>[] = [
  { ...QUEUE_STUCK, change: 'opened', severity: 'warning' },
  { ...QUEUE_STUCK, change: 'worsened' },
  { ...QUEUE_STUCK, change: 'reminded' },
  { ...QUEUE_STUCK, change: 'resolved', ending: 'recovered' },
  { ...QUEUE_STUCK, change: 'opened', reason: 'workers-not-taking' },
  { ...QUEUE_STUCK, change: 'opened', environmentIds: ['env_test'] },
  { ...QUEUE_STUCK, change: 'opened', environmentIds: ['env_b', 'env_a'] },
  { ...QUEUE_STUCK, change: 'opened', condition: 'queue-deep', reason: null },
];

describe.skipIf(skipsMoto)('a rule of the recipes', () => {
  let moto: Moto;
  let events: EventBridgeClient;
  let sqs: SQSClient;

  beforeAll(async () => {
    moto = await startMoto();
    const config = { endpoint: moto.url, region: STAND_IN_REGION, credentials: STAND_IN_CREDENTIALS };
    events = new EventBridgeClient(config);
    sqs = new SQSClient(config);
  });
  afterAll(async () => {
    events.destroy();
    sqs.destroy();
    await moto.close();
  });

  /** @returns the numbers of the events that come through */
  async function deliver(name: string, pattern: object): Promise<number[]> {
    await events.send(new CreateEventBusCommand({ Name: name }));
    const queue = await createQueue(sqs, name);
    await events.send(
      new PutRuleCommand({ Name: name, EventBusName: name, EventPattern: JSON.stringify(pattern) }),
    );
    const Targets = [{ Id: 'queue', Arn: queue.arn }];
    await events.send(new PutTargetsCommand({ Rule: name, EventBusName: name, Targets }));
    const alerts = SENT.map((sent, number) => anAlert({ ...sent, messageId: `message.${number}` }));
    const { errors } = await sendEvents(
      { client: events, eventBusName: name, context: aContext, redact: (text) => text },
      alerts,
      new AbortController().signal,
    );
    expect(errors).toEqual([]);
    return receiveNumbers(sqs, queue, (text) => JSON.parse(text).detail.messageId);
  }

  it.each([
    ['restart', () => RESTART, 0, [0, 1, 6]],
    ['trigger', () => PAGE_SOMEBODY, 0, [1, 2, 4, 5, 6, 7]],
    ['resolve', () => PAGE_SOMEBODY, 1, [3]],
    ['investigate', () => INVESTIGATE, 0, [1, 4, 5, 6, 7]],
  ])('%s lets through what it is for', async (name, heading, index, numbers) => {
    const rule = rulesOf(heading())[index];

    expect(await deliver(name, rule?.EventPattern ?? {})).toEqual(numbers);
  });
});
