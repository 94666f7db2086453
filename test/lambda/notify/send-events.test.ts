/** Over real sockets, against a stand-in that keeps the documented rules of PutEvents. */
import { EventBridgeClient, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambda/model/incident.ts';
import { UndeliverableError } from '../../../lambda/notify/refused-for-good.ts';
import { sendEvents } from '../../../lambda/notify/send-events.ts';
import { describeError } from '../../../lambda/run-errors.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { type EventBridgeStandIn, startEventBridge } from '../../../local/stand-ins/eventbridge.ts';
import { createTraffic, type Traffic } from '../../../local/stand-ins/traffic.ts';
import { aContext, anAlert } from './an-alert.ts';

let traffic: Traffic;
let bus: EventBridgeStandIn;
let client: EventBridgeClient;

beforeEach(async () => {
  traffic = createTraffic(() => 0);
  bus = await startEventBridge(traffic, () => new Date());
  client = new EventBridgeClient({
    endpoint: bus.url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
    maxAttempts: 3,
  });
});
afterEach(async () => {
  client.destroy();
  await bus.close();
});

const alertsOf = (count: number): Alert[] =>
  Array.from({ length: count }, (_, index) => anAlert({ messageId: `m.${index}` }));
const send = (
  alerts: readonly Alert[],
  { eventBusName = bus.eventBusName, signal = new AbortController().signal } = {},
) => sendEvents({ client, eventBusName, context: aContext, redact: (text) => text }, alerts, signal);
const idsOnBus = () => bus.events().map(({ detail }) => (detail as { readonly messageId: string }).messageId);
const idsOf = (...numbers: readonly number[]) => numbers.map((number) => `m.${number}`);

describe('sendEvents()', () => {
  it('puts the message on the bus as a rule sees it, at the time of its run', async () => {
    const { takenIds, errors } = await send([anAlert({ messageId: 'm.0' })]);

    expect([[...takenIds], errors]).toEqual([['m.0'], []]);
    expect(bus.events()).toMatchObject([
      {
        'detail-type': 'Qoder Work Queue Incident v1',
        source: 'qoder.work-queue-monitor',
        time: '2026-11-24T17:15:00Z',
        resources: ['env_019e64e01a137caf'],
        detail: { schemaVersion: 1, messageId: 'm.0', condition: 'queue-stuck', reason: 'no-workers' },
      },
    ]);
  });

  it('asks for nothing when there is nothing', async () => {
    expect([...(await send([])).takenIds, traffic.calls()]).toEqual([[]]);
  });

  it('sends more than a request takes in several, in order', async () => {
    const { takenIds } = await send(alertsOf(23));

    expect(idsOnBus()).toEqual(alertsOf(23).map(({ messageId }) => messageId));
    expect([takenIds.size, traffic.calls().length]).toEqual([23, 3]);
  });

  it('counts each entry of an answer: those that failed wait, with all later requests', async () => {
    bus.refuseEntries([1, 3]);

    const { takenIds, errors } = await send(alertsOf(12));

    expect([...takenIds]).toEqual(idsOf(0, 2, 4, 5, 6, 7, 8, 9));
    expect(idsOnBus()).toEqual([...takenIds]);
    expect(errors.map(describeError)).toEqual(
      idsOf(1, 3).map(
        (id) => `Error: Event ${id} was not taken by incidents: ThrottlingException, Told to fail`,
      ),
    );
  });

  it('passes by what is refused for what it says, and goes on', async () => {
    bus.refuseEntries([1], 'MalformedDetail');

    const { takenIds, errors } = await send(alertsOf(11));

    // Of the second request the first entry is the only one.
    expect([...takenIds]).toEqual(idsOf(0, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    expect(errors).toEqual([expect.any(UndeliverableError)]);
  });

  it('passes by what cannot be made an event, and goes on', async () => {
    const strange = { ...anAlert({ messageId: 'm.9' }), condition: 'of-another-version' } as unknown as Alert;

    const { takenIds, errors } = await send([strange, ...alertsOf(1)]);

    expect([...takenIds]).toEqual(['m.0']);
    expect(errors.map(describeError)).toEqual([
      expect.stringContaining('Alert m.9 could not be made an event'),
    ]);
  });

  it('sends apart what was refused together, so that one event takes no other with it', async () => {
    const [first, second, third] = alertsOf(3).map((alert, index) =>
      index === 1 ? { ...alert, environmentIds: [] } : alert,
    );
    // A resource of more than 2,048 characters makes the whole request invalid.
    client.middlewareStack.add(
      (next) => (args) => {
        const { Entries = [] } = args.input as PutEventsCommandInput;
        for (const entry of Entries) if (entry.Resources?.length === 0) entry.Resources = ['x'.repeat(3_000)];
        return next(args);
      },
      { step: 'initialize' },
    );

    const { takenIds, errors } = await send([first, second, third].filter((alert) => alert !== undefined));

    expect([...takenIds]).toEqual(idsOf(0, 2));
    expect(errors.map(describeError)).toEqual([
      expect.stringMatching(
        /^UndeliverableError: Putting 1 events on incidents failed \(ValidationException/,
      ),
    ]);
    expect(traffic.calls()).toHaveLength(4);
  });

  it.each([
    ['throttles', 'throttle', 'ThrottlingException'],
    ['fails', 500, 'InternalFailure'],
  ] as const)('lets all wait while the bus %s, after as many tries as the SDK has', async (_, how, name) => {
    traffic.failNext('events', 'always', how);

    const { takenIds, errors } = await send(alertsOf(12));

    expect([takenIds.size, traffic.calls().length]).toEqual([0, 3]);
    expect(errors.map(describeError)).toEqual([
      expect.stringContaining(`Putting 10 events on incidents failed (${name}`),
    ]);
    expect(errors[0]).not.toBeInstanceOf(UndeliverableError);
  });

  it('tries a request again that was throttled once', async () => {
    traffic.failNext('events', 1, 'throttle');

    expect((await send(alertsOf(2))).takenIds.size).toBe(2);
  });

  it('lets all wait for a bus that is not there: it may be mended', async () => {
    const { takenIds, errors } = await send(alertsOf(2), { eventBusName: 'gone' });

    expect([takenIds.size, traffic.calls().length]).toEqual([0, 1]);
    expect(describeError(errors[0])).toContain('Event bus gone does not exist.');
  });

  it('ends with its time while the bus hangs', async () => {
    traffic.failNext('events', 'always', 'hang');

    const { takenIds, errors } = await send(alertsOf(1), { signal: AbortSignal.timeout(50) });

    expect([takenIds.size, errors.length]).toEqual([0, 1]);
  });

  it('begins nothing after its time is over', async () => {
    const { takenIds } = await send(alertsOf(1), { signal: AbortSignal.abort() });

    expect([takenIds.size, traffic.calls().length]).toEqual([0, 0]);
  });
});
