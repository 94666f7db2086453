import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../local/stand-ins/traffic.ts';
import {
  type LocalMonitor,
  messageIdsOf,
  runNextMinute,
  startStuckMonitor,
  valuesOf,
} from '../support/a-local-monitor.ts';

/** Ends the function at the moment it makes the nth call of this kind, before the call is served. */
interface Crash {
  readonly service: Call['service'];
  readonly action: string;
  readonly nth: number;
}

describe('a run that is killed', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  async function runKilledAt(crash: Crash) {
    let seen = 0;
    let isArmed = true;
    const onCall = ({ service, action }: Call) => {
      if (!isArmed || service !== crash.service || action !== crash.action || ++seen !== crash.nth) return;
      // The call is not served either: the process dies with it on its way.
      monitor.standIns.failNext(crash.service, 1, 'hang');
      monitor.current().kill();
    };
    monitor = await startStuckMonitor({ onCall });
    await expect(monitor.run()).rejects.toThrow('The function ended');
    isArmed = false;
    monitor.standIns.failNext(crash.service, 0, 'hang');
    await monitor.letLeaseExpire();
    await monitor.restart();
  }

  const next = () => runNextMinute(monitor);

  // Saved are the environment's row, the monitor's and the directory; then the alert is sent; then its row is cleared.
  it.each<[string, Crash, number]>([
    ['before it publishes', { service: 'cloudwatch', action: 'PutMetricData', nth: 1 }, 1],
    ['before it saves', { service: 'dynamodb', action: 'PutItem', nth: 1 }, 1],
    ['between two saves', { service: 'dynamodb', action: 'PutItem', nth: 2 }, 1],
    ['between save and send', { service: 'sns', action: 'Publish', nth: 1 }, 1],
    ['between send and clear', { service: 'dynamodb', action: 'PutItem', nth: 4 }, 2],
    [
      "before it publishes the monitor's health",
      { service: 'cloudwatch', action: 'PutMetricData', nth: 2 },
      1,
    ],
    ['before it releases the lease', { service: 'dynamodb', action: 'UpdateItem', nth: 2 }, 1],
  ])('%s loses no message, and repeats it only with the same id', async (_name, crash, deliveredCount) => {
    await runKilledAt(crash);

    expect(await next()).toBeNull();
    expect(await next()).toBeNull();

    const ids = messageIdsOf(monitor);
    expect(ids).toHaveLength(deliveredCount);
    expect(new Set(ids).size).toBe(1);
    expect(valuesOf(monitor, 'OpenIncidents').at(-1)).toBe(1);
  });
});

describe('two runs at once', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  it('let one end at the lease, without a failure and without a second message', async () => {
    monitor = await startStuckMonitor();
    // Long enough for the other run to come while this one holds the lease.
    monitor.simulator.addFault({ kind: 'slow', latencyMs: 3000, times: 2 });
    const another = await monitor.startAnother();

    const results = await Promise.all([
      monitor.current().invoke(monitor.event()),
      another.invoke(monitor.event()),
    ]);

    expect(results.map(({ error }) => error)).toEqual([null, null]);
    const ended = [...monitor.current().logged('lease held'), ...another.logged('lease held')];
    expect(ended).toHaveLength(1);
    expect(valuesOf(monitor, 'Runs')).toEqual([1]);
    expect(messageIdsOf(monitor)).toHaveLength(1);
  });
});
