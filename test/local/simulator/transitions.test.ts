import { describe, expect, it } from 'vitest';
import { WORK_STATES } from '../../../lambda/model/work-item.ts';
import { createItem, type SimulatedItem } from '../../../local/simulator/item.ts';
import { Refusal } from '../../../local/simulator/refusal.ts';
import {
  acknowledge,
  beat,
  deliver,
  isClaimable,
  mergeMetadata,
  NO_HEARTBEAT,
  stop,
} from '../../../local/simulator/transitions.ts';
import { toWireMicroseconds } from '../../../local/simulator/wire-time.ts';

const CREATED_AT = new Date('2026-07-01T08:15:01.000Z');
const EARLIER = new Date('2026-07-01T08:16:00.500Z');
const AT = new Date('2026-07-01T08:17:00.250Z');

function inState(state: SimulatedItem['state'], overrides: Partial<SimulatedItem> = {}): SimulatedItem {
  const isBegun = state !== 'queued' && state !== 'starting';
  return {
    ...createItem({ id: 'work_1', sessionId: 'sess_1', environmentId: 'env_1', createdAt: CREATED_AT }),
    state,
    acknowledgedAt: state === 'queued' ? null : EARLIER,
    startedAt: isBegun ? EARLIER : null,
    latestHeartbeatAt: isBegun ? EARLIER : null,
    stopRequestedAt: state === 'stopping' ? EARLIER : null,
    stoppedAt: state === 'stopped' ? EARLIER : null,
    ...overrides,
  };
}

/** What changed, or the status of the refusal. */
function outcomeOf(action: (item: SimulatedItem) => SimulatedItem, item: SimulatedItem) {
  try {
    const next = action(item);
    return Object.fromEntries(
      Object.entries(next).filter(([key, value]) => value !== item[key as keyof SimulatedItem]),
    );
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

const ACTIONS = {
  acknowledge: (item: SimulatedItem) => acknowledge(item, { workerId: null, at: AT }),
  beat: (item: SimulatedItem) => beat(item, null, AT),
  'graceful stop': (item: SimulatedItem) => stop(item, { force: false, at: AT }),
  'forced stop': (item: SimulatedItem) => stop(item, { force: true, at: AT }),
};

const stopped = { state: 'stopped', stoppedAt: AT };
const stopping = { state: 'stopping', stopRequestedAt: AT };
const TABLE: Record<keyof typeof ACTIONS, Record<SimulatedItem['state'], unknown>> = {
  acknowledge: {
    queued: { state: 'starting', acknowledgedAt: AT },
    starting: {},
    active: {},
    stopping: 409,
    stopped: 409,
  },
  beat: {
    queued: 409,
    starting: { state: 'active', startedAt: AT, latestHeartbeatAt: AT },
    active: { latestHeartbeatAt: AT },
    stopping: { latestHeartbeatAt: AT },
    stopped: 409,
  },
  'graceful stop': {
    queued: { ...stopped, stopRequestedAt: AT },
    starting: stopping,
    active: stopping,
    stopping: stopped,
    stopped: {},
  },
  'forced stop': { queued: stopped, starting: stopped, active: stopped, stopping: stopped, stopped: {} },
};

describe.each(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[])('%s()', (action) => {
  it.each(WORK_STATES)('does what is documented to an item that is %s', (state) => {
    expect(outcomeOf(ACTIONS[action], inState(state))).toEqual(TABLE[action][state]);
  });
});

describe('acknowledge()', () => {
  it.each([
    { name: 'the worker that polled', claimedBy: 'a', workerId: 'a', expected: 'starting' },
    { name: 'another worker', claimedBy: 'a', workerId: 'b', expected: 409 },
    { name: 'a worker that says no id', claimedBy: 'a', workerId: null, expected: 'starting' },
    { name: 'a worker after a poll without id', claimedBy: null, workerId: 'b', expected: 'starting' },
  ])('by $name gives $expected', ({ claimedBy, workerId, expected }) => {
    const outcome = outcomeOf(
      (item) => acknowledge(item, { workerId, at: AT }),
      inState('queued', { claimedBy }),
    );

    expect(typeof outcome === 'number' ? outcome : outcome.state).toBe(expected);
  });

  it('refuses a retry by another worker than the first', () => {
    const starting = acknowledge(inState('queued'), { workerId: 'a', at: AT });

    expect(outcomeOf((item) => acknowledge(item, { workerId: 'b', at: AT }), starting)).toBe(409);
  });
});

describe('beat()', () => {
  it.each([
    { name: 'NO_HEARTBEAT before the first', state: 'starting', expected: NO_HEARTBEAT, outcome: 'active' },
    { name: 'NO_HEARTBEAT after the first', state: 'active', expected: NO_HEARTBEAT, outcome: 412 },
    {
      name: 'the last heartbeat',
      state: 'active',
      expected: toWireMicroseconds(EARLIER),
      outcome: 'active',
    },
    { name: 'another heartbeat', state: 'active', expected: '2026-07-01T08:16:00.500999Z', outcome: 412 },
    { name: 'a wrong expectation of a stopped item', state: 'stopped', expected: NO_HEARTBEAT, outcome: 409 },
  ] as const)('expecting $name gives $outcome', ({ state, expected, outcome }) => {
    const item = inState(state);

    const seen = outcomeOf((current) => beat(current, expected, AT), item);

    expect(typeof seen === 'number' ? seen : (seen.state ?? item.state)).toBe(outcome);
  });
});

describe('isClaimable()', () => {
  const deliveredAt = new Date('2026-07-01T08:17:00.000Z');
  const delivered = deliver(inState('queued'), { workerId: 'a', at: deliveredAt });
  it.each([
    { name: 'never delivered', item: inState('queued'), afterMs: 0, expected: true },
    { name: 'just delivered', item: delivered, afterMs: 4_999, expected: false },
    { name: 'delivered 5 s ago', item: delivered, afterMs: 5_000, expected: true },
    { name: 'acked', item: inState('starting'), afterMs: 60_000, expected: false },
  ])('of an item $name is $expected', ({ item, afterMs, expected }) => {
    expect(isClaimable(item, new Date(deliveredAt.getTime() + afterMs), 5_000)).toBe(expected);
  });
});

describe('mergeMetadata()', () => {
  it('sets strings, deletes nulls, keeps the rest and leaves its input alone', () => {
    const item = inState('queued', { metadata: { job: 'daily', owner: 'ann', stage: 'one' } });

    expect(mergeMetadata(item, { stage: 'two', owner: null, note: '' }).metadata).toEqual({
      job: 'daily',
      stage: 'two',
      note: '',
    });
    expect(item.metadata).toEqual({ job: 'daily', owner: 'ann', stage: 'one' });
  });
});
