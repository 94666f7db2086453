/** Whole runs with sessions: what is asked, told and kept, and what never is. */
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../contract/settings.ts';
import { toMessage } from '../../lambda/notify/message.ts';
import { toAlertsInput, toChatInput } from '../../lambda/notify/to-publish-input.ts';
import { CONTENT } from '../../local/simulator/play-session.ts';
import type { SessionTurn } from '../../local/simulator/simulated-session.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import { aWorkRow } from '../support/qoder-row.ts';
import { aContext } from './notify/an-alert.ts';

const LONG = { min: 43_200, max: 43_200 };

/** Workers with long sessions, 5 minutes after they began. */
async function aBusyMonitor(settings: Partial<SettingsInput> = {}, workerCount = 1): Promise<VirtualMonitor> {
  const monitor = createVirtualMonitor({ environments: ['env_a'], sessions: true, ...settings });
  const { simulator } = monitor;
  simulator.addEnvironment({ id: 'env_a' });
  simulator.addWork('env_a', { count: workerCount });
  for (let number = 1; number <= workerCount; number++)
    simulator.addWorker('env_a', { behaviour: 'works', name: `w${number}`, workSeconds: LONG });
  await monitor.runMinutes(5);
  return monitor;
}

const itemOf = ({ simulator }: VirtualMonitor, name = 'w1') =>
  simulator.workers('env_a').find(({ id }) => id === name)?.itemId ?? '';
const steer = (monitor: VirtualMonitor, turn: SessionTurn) =>
  monitor.simulator.steerSession('env_a', itemOf(monitor), turn);
const sessionPaths = ({ simulator }: VirtualMonitor) =>
  simulator.requests.map(({ path }) => path).filter((path) => path.includes('/sessions'));
const toldShort = ({ alerts }: VirtualMonitor) =>
  alerts.map(({ condition, change, severity, reason, ending }) =>
    [condition, change, severity, ending ?? reason ?? '-'].join(' '),
  );

describe('run() with sessions off', () => {
  it('asks for none, whatever hangs, and says what it said before', async () => {
    const monitor = await aBusyMonitor({
      sessions: false,
      thresholds: { 'long-running': { warning: 1_200 } },
    });
    monitor.simulator.hangWorker('w1');

    await monitor.runMinutes(60);

    expect(sessionPaths(monitor)).toEqual([]);
    expect(toldShort(monitor)).toEqual(['long-running opened warning -']);
    expect(JSON.stringify(monitor.alerts)).not.toContain('session"');
    expect(monitor.logged('run').at(-1)).not.toHaveProperty('sessions');
  });
});

describe('run() with sessions', () => {
  it('asks for no session of an item that is not late', async () => {
    const monitor = await aBusyMonitor();

    expect(sessionPaths(monitor)).toEqual([]);
  });

  it('tells of a hung session within minutes, makes it worse, and ends it when its item ends', async () => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(40);
    monitor.simulator.stopWork('env_a', itemOf(monitor), { force: true });
    await monitor.runMinutes(7);

    expect(toldShort(monitor)).toEqual([
      'session-hung opened warning tool-unanswered',
      'session-hung worsened critical tool-unanswered',
      'session-hung resolved critical stopped',
    ]);
  });

  it.each<[SessionTurn, readonly string[]]>([
    ['falls-silent', ['session-hung opened warning no-progress']],
    ['ends-turn', ['slot-leaked opened warning slot-leaked']],
    ['is-terminated', ['slot-leaked opened warning slot-leaked']],
    ['asks-person', []],
    ['runs-model', []],
    ['is-rescheduled', []],
  ])('tells of a session that %s what it is', async (turn, expected) => {
    const monitor = await aBusyMonitor();
    steer(monitor, turn);

    await monitor.runMinutes(20);

    expect(toldShort(monitor)).toEqual(expected);
  });

  it('takes a session that is gone for that where it has seen one before', async () => {
    const monitor = await aBusyMonitor();
    await monitor.runMinutes(7);
    steer(monitor, 'is-deleted');
    await monitor.runMinutes(13);

    expect(toldShort(monitor)).toEqual(['slot-leaked opened warning session-gone']);
  });

  it('tells nobody of a person who is waited for, and knows it all the same', async () => {
    const monitor = await aBusyMonitor({ thresholds: { 'long-running': { warning: 1_200 } } });
    monitor.simulator.askPerson('w1');
    await monitor.runMinutes(60);

    expect(monitor.alerts).toEqual([]);
    expect(monitor.logged('run').at(-1)?.sessions).toMatchObject({ causes: { 'waiting-for-a-person': 1 } });

    monitor.simulator.allowCall('w1');
    await monitor.runMinutes(5);
    expect(monitor.logged('run').at(-1)?.sessions).not.toMatchObject({
      causes: { 'waiting-for-a-person': 1 },
    });
  });

  it('does not say of what hangs, or waits, that it runs too long no more', async () => {
    const thresholds = { 'long-running': { warning: 600 } };
    const monitor = await aBusyMonitor({ thresholds }, 2);
    await monitor.runMinutes(10);
    monitor.simulator.hangWorker('w1');
    monitor.simulator.askPerson('w2');
    await monitor.runMinutes(40);

    expect(toldShort(monitor)).toEqual([
      'long-running opened warning -',
      'session-hung opened warning tool-unanswered',
      'session-hung worsened critical tool-unanswered',
    ]);
  });

  it('keeps telling of a hung session while a newer item of it waits for a worker', async () => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(13);
    const hung = monitor.simulator.liveTruth('env_a')[0];
    const row = aWorkRow({
      id: 'work_zzz',
      data: { type: 'session', id: hung?.sessionId },
      created_at: monitor.simulator.now().toISOString(),
    });
    const rewrite = (body: string) => {
      const page = JSON.parse(body);
      return JSON.stringify({ ...page, data: [...page.data, row] });
    };
    monitor.simulator.addFault({ kind: 'rewrite', endpoint: 'list-work', rewrite });
    await monitor.runMinutes(30);

    expect(toldShort(monitor).filter((text) => text.startsWith('session-hung'))).toEqual([
      'session-hung opened warning tool-unanswered',
    ]);
    expect(monitor.valuesOf('QueueDepth', 'env_a').at(-1)).toBe(1);
  });

  it('says that somebody went on', async () => {
    const monitor = await aBusyMonitor();
    steer(monitor, 'falls-silent');
    await monitor.runMinutes(12);
    steer(monitor, 'is-allowed');
    await monitor.runMinutes(8);

    expect(toldShort(monitor)).toEqual([
      'session-hung opened warning no-progress',
      'session-hung resolved warning recovered',
    ]);
  });

  it('says of what is open that nobody looks any more, once sessions are off', async () => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(13);
    monitor.deploy({ environments: ['env_a'] });
    await monitor.runMinutes(2);

    expect(toldShort(monitor)).toEqual([
      'session-hung opened warning tool-unanswered',
      'session-hung withdrawn warning not-configured',
    ]);
  });
});

describe('run() whose sessions cannot be read', () => {
  it.each([500, 503, 404, 418])('by %s opens, ends and spoils nothing', async (status) => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(13);
    const body = status === 404 ? 'html' : 'envelope';
    monitor.simulator.addFault({ kind: 'status', status, body, endpoint: 'get-session' });
    await monitor.runMinutes(30);

    expect(toldShort(monitor)).toEqual(['session-hung opened warning tool-unanswered']);
    expect(monitor.logged('run').at(-1)).toMatchObject({
      EnvironmentsFailed: 0,
      EnvironmentsIncomplete: 0,
      sessions: { failedCount: 1, error: { status } },
    });
    expect(monitor.valuesOf('ItemsActive', 'env_a').at(-1)).toBe(1);
  });

  it.each<[string, (body: string) => string]>([
    ['garbled', () => '<html>'],
    ['without a cursor to the rest', (body) => body.replace(/"has_more":\w+/, '"has_more":true')],
  ])('for their events are %s: ends nothing', async (_, rewrite) => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(13);
    monitor.simulator.addFault({ kind: 'rewrite', endpoint: 'list-session-events', rewrite });
    await monitor.runMinutes(30);

    expect(toldShort(monitor)).toEqual(['session-hung opened warning tool-unanswered']);
    expect(monitor.logged('run').at(-1)).toMatchObject({ sessions: { readCount: 0, failedCount: 1 } });
  });

  it.each(['canceling', 'constructor', '__proto__'])('since they are %s ends nothing', async (status) => {
    const monitor = await aBusyMonitor();
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(13);
    const rewrite = (body: string) => body.replace('"status":"running"', `"status":"${status}"`);
    monitor.simulator.addFault({ kind: 'rewrite', endpoint: 'get-session', rewrite });
    const { error } = await monitor.runMinutes(30);

    expect(error).toBeNull();
    expect(toldShort(monitor)).toEqual(['session-hung opened warning tool-unanswered']);
    expect(monitor.valuesOf('ItemsActive', 'env_a').at(-1)).toBe(1);
  });

  it('opens nothing by what was seen before', async () => {
    const monitor = await aBusyMonitor();
    await monitor.runMinutes(6);
    monitor.simulator.hangWorker('w1');
    await monitor.runMinutes(5);
    monitor.simulator.addFault({ kind: 'reset', endpoint: 'get-session' });
    await monitor.runMinutes(30);

    expect(monitor.alerts).toEqual([]);
  });

  it('says once that the token may not, with the remedy, asks little meanwhile, and says when it may', async () => {
    const monitor = await aBusyMonitor({}, 30);
    const end = monitor.simulator.addFault({ kind: 'status', status: 403, endpoint: 'get-session' });
    await monitor.runMinutes(10);
    monitor.simulator.forgetRequests();
    await monitor.runMinutes(1);
    const askedCount = sessionPaths(monitor).length;
    await monitor.runMinutes(300);
    end();
    await monitor.runMinutes(7);

    expect(askedCount).toBe(3);
    expect(toldShort(monitor)).toEqual([
      'sessions-forbidden opened warning -',
      'sessions-forbidden resolved warning recovered',
    ]);
    const [first] = monitor.alerts;
    if (first === undefined) throw new Error('Nothing was told');
    expect(toMessage(first, aContext).steps.join(' ')).toContain(
      'Let the token, or its service account, read sessions',
    );
  });

  it('does not keep others from being told', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b'], sessions: true });
    const { simulator } = monitor;
    for (const id of ['env_a', 'env_b']) {
      simulator.addEnvironment({ id });
      simulator.addWork(id, { count: id === 'env_a' ? 4 : 1 });
      for (let number = 1; number <= 4; number++)
        simulator.addWorker(id, { behaviour: 'works', name: `${id}.w${number}`, workSeconds: LONG });
    }
    await monitor.runMinutes(5);
    const items = simulator.liveTruth('env_a').toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const broken = items.slice(0, 3).map(({ sessionId }) => sessionId ?? '');
    simulator.hangWorker(items[3]?.workerId ?? '');
    simulator.hangWorker(simulator.liveTruth('env_b')[0]?.workerId ?? '');
    simulator.addFault({
      kind: 'rewrite',
      endpoint: 'get-session',
      rewrite: (body) => (broken.some((id) => body.includes(id)) ? '{"foreign":true}' : body),
    });
    await monitor.runMinutes(15);

    expect(monitor.alerts.map(({ condition, environmentIds }) => [condition, ...environmentIds])).toEqual([
      ['session-hung', 'env_b'],
      ['session-hung', 'env_a'],
    ]);
  });

  it('for the first one hangs does not keep others from being told', async () => {
    const monitor = await aBusyMonitor({}, 3);
    for (const name of ['w1', 'w2', 'w3']) monitor.simulator.hangWorker(name);
    for (let minute = 0; minute < 20; minute++) {
      monitor.simulator.addFault({ kind: 'hang', endpoint: 'get-session', times: 1 });
      await monitor.runMinutes(1);
    }

    expect(toldShort(monitor)[0]).toBe('session-hung opened warning tool-unanswered');
    expect(monitor.logged('run').at(-1)?.sessions).toMatchObject({ causes: { 'tool-unanswered': 3 } });
  });

  it('leaves the API alone that has had enough, and reads lists on', async () => {
    const monitor = await aBusyMonitor({}, 30);
    monitor.simulator.addFault({ kind: 'status', status: 429, endpoint: 'get-session' });
    await monitor.runMinutes(5);
    monitor.simulator.forgetRequests();
    await monitor.runMinutes(30);

    // After 1, 2, 4, 8 and 16 minutes.
    expect(sessionPaths(monitor).length).toBeLessThanOrEqual(5);
    expect(monitor.valuesOf('ItemsActive', 'env_a').slice(-30)).toEqual(Array(30).fill(30));
  });

  it('publishes in time where sessions hang', async () => {
    const monitor = await aBusyMonitor({}, 30);
    monitor.simulator.addFault({ kind: 'hang', endpoint: 'get-session' });
    await monitor.runMinutes(5);
    const { error, durationMs } = await monitor.runMinutes(1);

    expect(error).toBeNull();
    expect(durationMs).toBeLessThan(15_000);
    expect(monitor.valuesOf('ItemsActive', 'env_a').at(-1)).toBe(30);
  });
});

describe('what a session is about', () => {
  it('is in no message, log line, metric or row', async () => {
    const monitor = await aBusyMonitor({ thresholds: { 'waiting-for-a-person': { warning: 60 } } }, 4);
    const { simulator } = monitor;
    simulator.hangWorker('w1');
    simulator.askPerson('w2');
    simulator.steerSession('env_a', itemOf(monitor, 'w3'), 'ends-turn');
    simulator.steerSession('env_a', itemOf(monitor, 'w4'), 'falls-silent');
    await monitor.runMinutes(15);
    // An API that refuses in words about the session, and one whose ids and names are words about it.
    const body = JSON.stringify({ type: 'error', error: { type: 'api_error', message: CONTENT } });
    simulator.addFault({ kind: 'rewrite', rewrite: () => body, endpoint: 'list-session-events', times: 2 });
    await monitor.runMinutes(1);
    simulator.addFault({
      kind: 'rewrite',
      endpoint: 'list-session-events',
      rewrite: (text) =>
        text
          .replaceAll(/"name":"\w+"/g, `"name":"${CONTENT} with words"`)
          .replaceAll(/"(evt_\w+)"/g, `"${CONTENT} in words $1"`),
    });
    await monitor.runMinutes(5);

    const sent = simulator.requests.filter(({ path }) => path.includes('/events'));
    expect(sent.length).toBeGreaterThan(20);
    const messages = monitor.alerts.map((alert) => toMessage(alert, aContext));
    expect(messages.length).toBeGreaterThan(2);
    const everything = JSON.stringify([
      messages,
      messages.map((message) => [toAlertsInput(message, 'arn:a'), toChatInput(message, 'arn:c')]),
      monitor.alerts,
      monitor.logLines,
      monitor.published.map(({ environments, monitor: own }) => [[...environments], own]),
      [...monitor.rows.values()],
      monitor.runRow,
    ]);
    expect(everything).not.toContain(CONTENT);
  });
});
