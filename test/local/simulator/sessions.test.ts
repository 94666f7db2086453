import { describe, expect, it } from 'vitest';
import { API_PREFIX } from '../../../local/simulator/route.ts';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';

const START_AT = new Date('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;

function aSimulator() {
  const simulator = createSimulator({ startAt: START_AT });
  simulator.addEnvironment({ id: 'env_a' });
  const [itemId = ''] = simulator.addWork('env_a');
  simulator.addWorker('env_a', { behaviour: 'works', name: 'w1', workSeconds: { min: 900, max: 900 } });
  simulator.advance(5 * MINUTE_MS);
  const sessionId = simulator.truth('env_a')[0]?.sessionId ?? '';
  return { simulator, itemId, sessionId };
}

function get(simulator: Simulator, path: string): { status: number; body: Record<string, unknown> } {
  const headers = { authorization: `Bearer ${simulator.token}` };
  const outcome = simulator.handle({ method: 'GET', path: `${API_PREFIX}${path}`, headers });
  if (typeof outcome === 'string') throw new Error(outcome);
  return { status: outcome.status, body: JSON.parse(outcome.body) };
}

interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly processed_at: string;
  readonly tool_use_id?: string;
}
const eventsOf = (simulator: Simulator, sessionId: string, query = 'order=desc&limit=100') =>
  get(simulator, `/sessions/${sessionId}/events?${query}`).body.data as WireEvent[];
const typesOf = (events: readonly WireEvent[]) => events.map(({ type }) => type);

describe('a simulated session', () => {
  it('is as documented', () => {
    const { simulator, sessionId } = aSimulator();
    const { status, body } = get(simulator, `/sessions/${sessionId}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: sessionId,
      type: 'session',
      environment_id: 'env_a',
      status: 'running',
      archived_at: null,
      usage: { total_credits: expect.any(Number) },
      updated_at: expect.stringMatching(/^2026-11-24T12:0\d:\d\d\.\d{6}Z$/),
    });
  });

  it('goes from the model to a tool and back, and ends with its work', () => {
    const { simulator, sessionId } = aSimulator();
    const events = eventsOf(simulator, sessionId, 'limit=100');
    const answered = new Set(events.map(({ tool_use_id }) => tool_use_id));
    const calls = events.filter(({ type }) => type === 'agent.tool_use');

    expect(typesOf(events).slice(0, 3)).toEqual([
      'user.message',
      'session.status_running',
      'span.model_request_start',
    ]);
    // All but the one it is at, at most.
    expect(calls.filter(({ id }) => !answered.has(id)).length).toBeLessThanOrEqual(1);
    simulator.advance(20 * MINUTE_MS);
    expect(typesOf(eventsOf(simulator, sessionId))[0]).toBe('session.status_idle');
    expect(get(simulator, `/sessions/${sessionId}`).body.status).toBe('idle');
  });

  it('tells the same of its past whenever it is asked', () => {
    const { simulator, sessionId } = aSimulator();
    const before = eventsOf(simulator, sessionId, 'limit=100');
    simulator.advance(MINUTE_MS);

    expect(eventsOf(simulator, sessionId, 'limit=100').slice(0, before.length)).toEqual(before);
  });

  it.each([
    ['hangs', (simulator: Simulator) => simulator.hangWorker('w1')],
    ['dies', (simulator: Simulator) => simulator.killWorker('w1')],
  ])('waits for a tool whose worker %s', (_, act) => {
    const { simulator, sessionId } = aSimulator();
    act(simulator);
    simulator.advance(60 * MINUTE_MS);
    const [newest] = eventsOf(simulator, sessionId).filter(({ type }) => type !== 'span.model_request_end');

    expect(newest?.type).toBe('agent.tool_use');
  });

  it('waits for a person, and then goes on', () => {
    const { simulator, sessionId } = aSimulator();
    simulator.askPerson('w1');
    simulator.advance(30 * MINUTE_MS);
    const waiting = eventsOf(simulator, sessionId);

    expect(waiting.slice(0, 3)).toMatchObject([
      { type: 'session.status_idle', stop_reason: { type: 'requires_action', event_ids: [waiting[2]?.id] } },
      { type: 'span.model_request_end' },
      { type: 'agent.tool_use', evaluated_permission: 'ask' },
    ]);
    expect(simulator.truth('env_a')[0]).toMatchObject({ state: 'active', cause: 'waiting-for-a-person' });

    simulator.allowCall('w1');
    simulator.advance(30 * MINUTE_MS);
    expect(simulator.truth('env_a')[0]).toMatchObject({ state: 'stopped' });
  });

  it('pages through its events in either order, and refuses what is none', () => {
    const { simulator, sessionId } = aSimulator();
    const all = eventsOf(simulator, sessionId, 'limit=100');
    const page = get(simulator, `/sessions/${sessionId}/events?order=desc&limit=3`).body;
    const next = eventsOf(simulator, sessionId, `order=desc&limit=3&page=${page.next_page}`);

    expect([...(page.data as WireEvent[]), ...next].map(({ id }) => id)).toEqual(
      all
        .toReversed()
        .slice(0, 6)
        .map(({ id }) => id),
    );
    expect(get(simulator, `/sessions/${sessionId}/events?order=up`).status).toBe(400);
    expect(get(simulator, `/sessions/${sessionId}/events?page=evt_none`).status).toBe(400);
  });

  it('is not found where there is none, or no more', () => {
    const { simulator, sessionId, itemId } = aSimulator();

    expect(get(simulator, '/sessions/sess_none').status).toBe(404);
    simulator.steerSession('env_a', itemId, 'is-deleted');
    expect(get(simulator, `/sessions/${sessionId}`).status).toBe(404);
    expect(() => simulator.askPerson('w2')).toThrow(RangeError);
  });
});
