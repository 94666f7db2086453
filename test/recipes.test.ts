/** The recipes of docs/recipes.md, taken from the page and run against what the monitor really sends. */

import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../lambda/model/incident.ts';
import { toMessage } from '../lambda/notify/message.ts';
import { toProgramAlert } from '../lambda/notify/program-json.ts';
import { toAlertsInput } from '../lambda/notify/to-publish-input.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../local/stand-ins/credentials.ts';
import { createVirtualMonitor } from '../local/virtual/virtual-monitor.ts';
import { aContext, anAlert } from './lambda/notify/an-alert.ts';
import { createQueue, receiveNumbers } from './lambda/notify/moto-queue.ts';
import { type Moto, skipsMoto, startMoto } from './lambda/notify/start-moto.ts';
import { blocksIn } from './support/doc-blocks.ts';

/** Blocks of this kind, by the heading above them. */
const blocksOf = (kind: string): Map<string, string> =>
  new Map(blocksIn('recipes.md', kind).map(({ heading, source }) => [heading, source]));

const WARNING = { severity: 'warning', condition: 'queue-stuck', environmentIds: ['env_a'] } as const;
const CRITICAL = { severity: 'critical', condition: 'stale-heartbeat', environmentIds: ['env_c'] } as const;

/** What each subscriber must get of these, by number. */
const MESSAGES: readonly Partial<Alert>[] = [
  { ...WARNING, change: 'opened' },
  { ...CRITICAL, change: 'opened' },
  { ...CRITICAL, change: 'grew' },
  { ...CRITICAL, change: 'reminded' },
  { ...CRITICAL, change: 'resolved', ending: 'stopped' },
  {
    severity: 'critical',
    condition: 'api-unreachable',
    reason: '401',
    environmentIds: ['env_a', 'env_b', 'env_c'],
    change: 'opened',
    items: [],
  },
];

describe.skipIf(skipsMoto)('a filter policy of the recipes', () => {
  let moto: Moto;
  let sns: SNSClient;
  let sqs: SQSClient;

  beforeAll(async () => {
    moto = await startMoto();
    const config = { endpoint: moto.url, region: STAND_IN_REGION, credentials: STAND_IN_CREDENTIALS };
    sns = new SNSClient(config);
    sqs = new SQSClient(config);
  });
  afterAll(async () => {
    sns.destroy();
    sqs.destroy();
    await moto.close();
  });

  /** @returns the numbers of the messages that come through */
  async function deliver(
    name: string,
    filterPolicy: string,
    messages: readonly Partial<Alert>[] = MESSAGES,
  ): Promise<number[]> {
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
    const queue = await createQueue(sqs, name);
    const Attributes = { FilterPolicy: filterPolicy, RawMessageDelivery: 'true' };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes }));
    for (const [number, message] of messages.entries()) {
      const alert = anAlert({ ...message, messageId: `message.${number}` });
      await sns.send(new PublishCommand(toAlertsInput(toMessage(alert, aContext), TopicArn)));
    }
    const body = v.object({ messageId: v.string() });
    return receiveNumbers(sqs, queue, (text) => v.parse(body, JSON.parse(text)).messageId);
  }

  const filters = blocksOf('json filter');
  const expected: Readonly<Record<string, readonly number[]>> = {
    'A team gets its own environments': [0, 5],
    'On call gets only what is critical': [1, 2, 3, 4, 5],
    'On call is told what is new, and when it is over': [1, 2, 4, 5],
    'A dashboard or ticket system gets everything but reminders': [0, 1, 2, 4, 5],
    'Capacity planners get waiting work only': [0],
  };

  it('is expected to let something through, for every one of the page', () => {
    expect([...filters.keys()]).toEqual(Object.keys(expected));
  });

  it.each(Object.entries(expected))('%s', async (heading, numbers) => {
    const name = heading.replaceAll(/\W+/g, '-');

    expect(await deliver(name, filters.get(heading) ?? '')).toEqual(numbers);
  });

  it.each([...filters].filter(([heading]) => heading.startsWith('On call')))(
    '%s: loses no critical fault of a fleet, and no end',
    async (heading, filter) => {
      const { alerts, faults } = await playTwoFaultsAtOnce();
      const numbers = await deliver(`faults-${heading.replaceAll(/\W+/g, '-')}`, filter, alerts);
      const delivered = numbers.flatMap((number) => alerts[number] ?? []);

      for (const [fault, isToldBy] of faults) expect(delivered.some(isToldBy), fault).toBe(true);
      const endsOf = (some: readonly Alert[]) =>
        some.filter(({ change }) => change === 'resolved').map(({ incidentId }) => incidentId);
      const criticals = alerts.filter(({ severity }) => severity === 'critical');
      expect(endsOf(delivered).toSorted()).toEqual(endsOf(criticals).toSorted());
    },
  );
});

type Faults = readonly (readonly [string, (alert: Alert) => boolean])[];

/** A second worker dies while the first is dead, and a fleet goes while a poison item is open. */
async function playTwoFaultsAtOnce(): Promise<{ alerts: readonly Alert[]; faults: Faults }> {
  const monitor = createVirtualMonitor({ environments: ['env_dead', 'env_poison'] });
  const { simulator } = monitor;
  const ids = { first: '', second: '', poison: '' };
  const dies = (name: 'first' | 'second') => {
    simulator.addWorker('env_dead', { behaviour: 'works', name, workSeconds: { min: 9_000, max: 9_000 } });
    simulator.schedule(30_000, () => {
      ids[name] = simulator.truth('env_dead').find(({ workerId }) => workerId === name)?.id ?? '';
      simulator.killWorker(name);
    });
    simulator.addWork('env_dead');
  };
  simulator.addEnvironment({ id: 'env_dead' });
  simulator.addEnvironment({ id: 'env_poison', arrivals: { kind: 'every', seconds: 60 } });
  simulator.addWorker('env_poison', { behaviour: 'works', name: 'w', workSeconds: { min: 5, max: 10 } });
  dies('first');
  await monitor.runMinutes(20);
  dies('second');
  ids.poison = simulator.addWork('env_poison', { isPoison: true })[0] ?? '';
  await monitor.runMinutes(40);
  simulator.stopAllWorkers('env_poison');
  await monitor.runMinutes(30);
  for (const id of ['env_dead', 'env_poison'])
    for (const item of simulator.liveTruth(id)) simulator.stopWork(id, item.id, { force: true });
  simulator.setArrivals('env_poison', null);
  await monitor.runMinutes(10);
  const names = (itemId: string) => (alert: Alert) => alert.items.some(({ id }) => id === itemId);
  return {
    alerts: monitor.alerts,
    faults: [
      ['the first dead worker', names(ids.first)],
      ['the second dead worker', names(ids.second)],
      ['the poison item', names(ids.poison)],
      ['the fleet that is gone', ({ reason }) => reason === 'no-workers'],
    ],
  };
}

/** A function that a block exports. */
async function load(kind: string, name: string) {
  const [source = ''] = blocksOf(kind).values();
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`
  );
  const exported = v.parse(v.record(v.string(), v.function()), module)[name];
  if (exported === undefined) throw new Error(`The block ${kind} does not export ${name}`);
  return exported;
}

const programAlert = (overrides: Partial<Alert>) =>
  JSON.parse(JSON.stringify(toProgramAlert(toMessage(anAlert(overrides), aContext))));

describe('the recipe for PagerDuty', () => {
  it.each([
    ['opened', 'trigger'],
    ['grew', 'trigger'],
    ['worsened', 'trigger'],
    ['reminded', 'trigger'],
    ['resolved', 'resolve'],
    ['withdrawn', 'resolve'],
  ] as const)('makes of %s the action %s of the same incident', async (change, action) => {
    const toPagerDutyEvent = await load('js pagerduty', 'toPagerDutyEvent');
    const ending = action === 'resolve' ? 'stopped' : null;
    const alert = programAlert({ change, ending });

    expect(toPagerDutyEvent(alert, 'key')).toEqual({
      routing_key: 'key',
      event_action: action,
      dedup_key: alert.incidentId,
      payload: {
        summary: alert.summary,
        source: 'env_019e64e01a137caf',
        severity: 'critical',
        timestamp: '2026-11-24T17:15:00.000Z',
        group: 'default',
        class: 'queue-stuck',
        custom_details: {
          reason: 'no-workers',
          environmentIds: alert.environmentIds,
          evidence: alert.evidence,
          items: alert.items,
        },
      },
      links: [
        { text: 'Runbook', href: alert.links.runbook },
        { text: 'Dashboard', href: alert.links.dashboard },
      ],
    });
  });
});

describe('the recipe for Teams', () => {
  it('makes an adaptive card with what happened and links that exist', async () => {
    const toTeamsMessage = await load('js teams', 'toTeamsMessage');
    const alert = programAlert({
      condition: 'environment-unreadable',
      reason: 'permission_error',
      items: [],
    });

    const card = v.parse(
      v.object({
        type: v.literal('message'),
        attachments: v.tuple([
          v.object({
            contentType: v.literal('application/vnd.microsoft.card.adaptive'),
            content: v.looseObject({
              type: v.literal('AdaptiveCard'),
              body: v.array(v.looseObject({})),
              actions: v.array(v.looseObject({})),
            }),
          }),
        ]),
      }),
      toTeamsMessage(alert),
    );

    const [{ content }] = card.attachments;
    expect(content.body[0]).toMatchObject({ type: 'TextBlock', text: alert.summary });
    expect(content.actions.map(({ title, url }) => [title, url])).toEqual([
      ['Runbook', alert.links.runbook],
      ['Dashboard', alert.links.dashboard],
    ]);
  });
});
