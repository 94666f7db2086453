import { describe, expect, it } from 'vitest';
import { createAgenda } from '../../../local/simulator/agenda.ts';
import { createIdSequence } from '../../../local/simulator/ids.ts';
import { createRandom } from '../../../local/simulator/random.ts';
import { API_PREFIX } from '../../../local/simulator/route.ts';
import { createSimulatorTransport } from '../../../local/simulator/simulator-transport.ts';
import { aSimulator, ask, ENVIRONMENT, START_AT } from './a-simulator.ts';

function play(seed: number, askEveryMs: number) {
  const simulator = aSimulator({ random: createRandom(seed) });
  simulator.setArrivals(ENVIRONMENT, { kind: 'poisson', meanSeconds: 30 });
  simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
  simulator.addWorker(ENVIRONMENT, { behaviour: 'bounces' });
  for (let playedMs = 0; playedMs < 3_600_000; playedMs += askEveryMs) {
    ask(simulator, `GET /environments/${ENVIRONMENT}/work`);
    simulator.advance(askEveryMs);
  }
  return simulator.truth(ENVIRONMENT);
}

describe('createSimulator()', () => {
  it('plays the same hour from the same seed, however often it is asked', () => {
    expect(play(3, 60_000)).toEqual(play(3, 7_200));
  });

  it('plays another hour from another seed', () => {
    expect(play(3, 60_000)).not.toEqual(play(4, 60_000));
  });

  it('records every request, with or without the token of the moment, but nothing of its workers', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.advance(60_000);
    const first = simulator.token;

    ask(simulator, 'GET /environments?limit=5');
    simulator.rotateToken('pt-next');
    ask(simulator, 'GET /environments', { token: first });
    simulator.addFault({ kind: 'hang' });
    expect(() => ask(simulator, 'GET /environments', { token: 'pt-next' })).toThrow('ended in hang');

    const at = new Date('2026-07-01T08:16:01.250Z');
    const record = { at, method: 'GET', path: `${API_PREFIX}/environments`, bearer: first };
    expect(simulator.requests).toEqual([
      { ...record, path: `${API_PREFIX}/environments?limit=5`, hasToken: true, status: 200 },
      { ...record, hasToken: false, status: 401 },
      { ...record, bearer: 'pt-next', hasToken: true, status: 'hang' },
    ]);
  });

  it.each([
    { arrivals: { kind: 'every', seconds: 60 } as const, min: 60, max: 60 },
    { arrivals: { kind: 'poisson', meanSeconds: 60 } as const, min: 40, max: 80 },
  ])('adds work by $arrivals until told otherwise', ({ arrivals, min, max }) => {
    const simulator = aSimulator();
    simulator.setArrivals(ENVIRONMENT, arrivals);
    simulator.advance(3_600_000);
    const arrivedCount = simulator.truth(ENVIRONMENT).length;
    simulator.setArrivals(ENVIRONMENT, null);
    simulator.advance(3_600_000);

    expect(arrivedCount).toBeGreaterThanOrEqual(min);
    expect(arrivedCount).toBeLessThanOrEqual(max);
    expect(simulator.truth(ENVIRONMENT)).toHaveLength(arrivedCount);
  });

  it('names what it knows when asked for an unknown id', () => {
    const simulator = aSimulator();

    expect(() => simulator.addWork('env_none')).toThrow(
      new RangeError('Cannot use environment env_none: the simulated ones are env_test'),
    );
    expect(() => simulator.killWorker('nobody')).toThrow(
      new RangeError('Cannot use worker nobody: the simulated ones are none'),
    );
  });
});

describe('createAgenda()', () => {
  it('plays actions in order of time, then of planning, also those planned on the way', () => {
    const agenda = createAgenda(START_AT);
    const played: string[] = [];
    const plan = (afterMs: number, name: string, then = () => {}) =>
      agenda.schedule(new Date(START_AT.getTime() + afterMs), () => {
        played.push(`${name} at ${agenda.now().getTime() - START_AT.getTime()}`);
        then();
      });
    plan(20, 'c');
    plan(10, 'a', () => plan(15, 'b'));
    plan(20, 'd', () => plan(5, 'late'));
    plan(31, 'e');

    agenda.advance(30);

    expect(played).toEqual(['a at 10', 'b at 15', 'c at 20', 'd at 20', 'late at 20']);
    expect(agenda.now()).toEqual(new Date(START_AT.getTime() + 30));
  });

  it('refuses to go back', () => {
    expect(() => createAgenda(START_AT).advance(-1)).toThrow(
      new RangeError('Cannot advance the clock by -1 ms: give 0 or more'),
    );
  });
});

describe('createIdSequence()', () => {
  it('ascends within a millisecond, past a full counter, and when time goes on', () => {
    const nextId = createIdSequence(createRandom(1));
    const ids = Array.from({ length: 10_000 }, () => nextId('work', START_AT));
    ids.push(
      nextId('work', new Date(START_AT.getTime() + 1)),
      nextId('work', new Date('2026-07-02T00:00:00Z')),
    );

    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids.every((id) => /^work_[0-9a-f]{12}7[0-9a-f]{3}8[0-9a-f]{15}$/.test(id))).toBe(true);
    expect(Number.parseInt(ids[0]?.slice(5, 17) ?? '', 16)).toBe(START_AT.getTime());
  });
});

describe('createSimulatorTransport()', () => {
  const url = new URL(`http://simulator${API_PREFIX}/environments/${ENVIRONMENT}/work/stats`);
  const headers = { Authorization: 'Bearer pt-simulated' };

  function aTransport() {
    const simulator = aSimulator();
    const sleptMs: number[] = [];
    const transport = createSimulatorTransport(simulator, async (durationMs) => {
      sleptMs.push(durationMs);
    });
    return { simulator, sleptMs, ask: () => transport({ url, headers, timeoutMs: 500 }) };
  }

  it('answers as a socket would', async () => {
    const { ask, sleptMs } = aTransport();

    const { status, header, bodyText } = await ask();

    expect({ status, date: header('Date'), missing: header('retry-after'), sleptMs }).toEqual({
      status: 200,
      date: 'Wed, 01 Jul 2026 08:15:01 GMT',
      missing: null,
      sleptMs: [],
    });
    expect(JSON.parse(bodyText)).toMatchObject({ type: 'work_queue_stats', depth: 0 });
  });

  it.each([
    { fault: { kind: 'reset' } as const, type: 'network_error', slept: [] },
    { fault: { kind: 'hang' } as const, type: 'timeout', slept: [500] },
    { fault: { kind: 'slow', latencyMs: 500 } as const, type: 'timeout', slept: [500] },
  ])('rejects $fault as $type', async ({ fault, type, slept }) => {
    const { simulator, sleptMs, ask } = aTransport();
    simulator.addFault(fault);

    await expect(ask()).rejects.toMatchObject({ name: 'QoderError', status: null, type });
    expect(sleptMs).toEqual(slept);
  });

  it('lets latency pass and answers', async () => {
    const { simulator, sleptMs, ask } = aTransport();
    simulator.addFault({ kind: 'slow', latencyMs: 499 });

    expect((await ask()).status).toBe(200);
    expect(sleptMs).toEqual([499]);
  });
});
