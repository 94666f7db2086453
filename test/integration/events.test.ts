/** The built bundle with an event bus, over real sockets: what goes wrong with one channel, and in between. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../local/stand-ins/traffic.ts';
import {
  type LocalMonitor,
  messageIdsOf,
  runNextMinute,
  startStuckMonitor,
  valuesOf,
} from '../support/a-local-monitor.ts';

let monitor: LocalMonitor;
afterEach(() => monitor.close());

async function startStuck(onCall?: (call: Call) => void) {
  monitor = await startStuckMonitor({ hasEventBus: true, ...(onCall === undefined ? {} : { onCall }) });
}

const next = () => runNextMinute(monitor);
const eventIdsOf = () =>
  monitor.standIns.events().map(({ detail }) => (detail as { readonly messageId: string }).messageId);
const outboxOf = async () => {
  const row = (await monitor.rows()).find(({ sk }) => sk === 'environment#env_stuck');
  const { outbox, events } = JSON.parse(String(row?.body));
  return [outbox.length, events?.length];
};
const lastRun = () => monitor.current().logged('run').at(-1);

describe('the built bundle with an event bus', () => {
  it('puts the same message on it that programs get from the topic', async () => {
    await startStuck();

    expect(await monitor.run()).toBeNull();

    const [alert] = monitor.standIns.alerts();
    expect(monitor.standIns.events().map(({ detail }) => detail)).toEqual([JSON.parse(alert?.https ?? '')]);
    expect(await outboxOf()).toEqual([0, undefined]);
    expect(lastRun()).toMatchObject({ alertsSentCount: 1, sendErrors: [] });
  });

  it('mails once while the bus fails, counts and says it, and puts it on the bus later', async () => {
    await startStuck();
    monitor.standIns.failNext('events', 'always', 500);
    expect([await monitor.run(), await next(), await next()]).toEqual([null, null, null]);
    expect([messageIdsOf(monitor).length, eventIdsOf().length, await outboxOf()]).toEqual([1, 0, [0, 1]]);
    expect(valuesOf(monitor, 'NotificationsFailed')).toEqual([1, 1, 1]);
    // Twice a run: first what the run before left.
    expect(lastRun()?.sendErrors).toEqual(
      Array(2).fill(expect.stringContaining('Putting 1 events on incidents failed')),
    );

    monitor.standIns.failNext('events', 0, 500);
    expect(await next()).toBeNull();

    expect(eventIdsOf()).toEqual(messageIdsOf(monitor));
    expect([await outboxOf(), valuesOf(monitor, 'NotificationsFailed').at(-1)]).toEqual([[0, undefined], 0]);
  });

  it('puts it on the bus once while the topic fails, and mails it later', async () => {
    await startStuck();
    monitor.standIns.failNext('sns', 'always', 500);
    expect([await monitor.run(), await next(), await next()]).toEqual([null, null, null]);
    expect([messageIdsOf(monitor).length, eventIdsOf().length]).toEqual([0, 1]);

    monitor.standIns.failNext('sns', 0, 500);
    expect(await next()).toBeNull();

    expect(messageIdsOf(monitor)).toEqual(eventIdsOf());
    expect(await outboxOf()).toEqual([0, undefined]);
  });

  it('does not keep a run from its end while the bus hangs, nor its mail from anybody', {
    timeout: 60_000,
  }, async () => {
    await startStuck();
    monitor.standIns.failNext('events', 'always', 'hang');

    expect(await monitor.run()).toBeNull();

    expect([messageIdsOf(monitor).length, await outboxOf()]).toEqual([1, [0, 1]]);
    expect(Number(lastRun()?.durationMs)).toBeLessThan(20_000);
  });

  // Saved are the environment's row, the monitor's and the directory; then it is sent; then its row is cleared.
  it.each<[string, Pick<Call, 'service' | 'action'> & { readonly nth: number }]>([
    ['between save and send', { service: 'events', action: 'PutEvents', nth: 1 }],
    ['between the channels', { service: 'sns', action: 'Publish', nth: 1 }],
    ['between send and clear', { service: 'dynamodb', action: 'PutItem', nth: 4 }],
  ])('killed %s loses nothing on either, and repeats it with the same id only', async (_name, crash) => {
    let seen = 0;
    await startStuck(({ service, action }) => {
      if (service !== crash.service || action !== crash.action || ++seen !== crash.nth) return;
      monitor.standIns.failNext(crash.service, 1, 'hang');
      monitor.current().kill();
    });
    await expect(monitor.run()).rejects.toThrow('The function ended');
    monitor.standIns.failNext(crash.service, 0, 'hang');
    await monitor.letLeaseExpire();
    await monitor.restart();

    expect([await next(), await next()]).toEqual([null, null]);

    const [mailed, put] = [messageIdsOf(monitor), eventIdsOf()];
    expect([new Set(mailed).size, new Set(put).size]).toEqual([1, 1]);
    expect(put[0]).toBe(mailed[0]);
    expect(Math.max(mailed.length, put.length)).toBeLessThanOrEqual(2);
  });
});
