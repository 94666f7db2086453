/** Run after run of asking for sessions, some of which are broken: nobody starves for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askSessions } from '../../lambda/ask-sessions.ts';
import type { Readings } from '../../lambda/model/readings.ts';
import { type RunSessions, type SessionPace, STEADY_PACE } from '../../lambda/model/session.ts';
import { SESSIONS_FORBIDDEN_RUNS_COUNT } from '../../lambda/model/session-pace.ts';
import type { QoderClient } from '../../lambda/read/api/client.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import { createRandom } from '../../local/simulator/random.ts';
import { aSession } from '../support/a-session.ts';
import { AT } from '../support/a-work-item.ts';
import { createVirtualTiming } from '../support/qoder-timing.ts';
import { lateItems, toReadings, toRows, toSettings } from './late-sessions.ts';

type Health = 'well' | 'garbled' | 'hangs' | 'refused' | 'gone';

interface World {
  /** Of the sessions of each environment. */
  readonly health: Readonly<Record<string, readonly Health[]>>;
  /** The first request of each run hangs, whatever it is for. */
  readonly isFirstHung?: boolean;
  /** So many requests of a run are answered, all others are too much. */
  readonly allowedCount?: number;
  readonly random?: () => number;
  readonly runCount: number;
  /** As soon as all that can be read were. */
  readonly isEndedSoon?: boolean;
}

const toError = (status: number | null, type: string) =>
  new QoderError('no', { status, type, requestId: null });

/** Longer apart than any pause. */
const RUN_EVERY_MS = 20 * 60_000;

/** Which sessions could have been read and never were, and what the runs brought. */
async function play(world: World) {
  const items = Object.fromEntries(
    Object.entries(world.health).map(([id, { length }]) => [id, lateItems(length, id)]),
  );
  const healthOf = new Map(
    Object.entries(world.health).flatMap(([id, all]) =>
      lateItems(all.length, id).map(({ sessionId }, index) => [sessionId, all[index]] as const),
    ),
  );
  const readCounts = new Map([...healthOf.keys()].map((sessionId) => [sessionId, 0]));
  const runs: RunSessions[] = [];
  let afterIds: ReadonlyMap<string, string> = new Map();
  let pace: SessionPace = STEADY_PACE;
  const starving = () =>
    [...readCounts].flatMap(([id, count]) => (healthOf.get(id) === 'well' && count === 0 ? [id] : []));
  for (let run = 0; run < world.runCount; run++) {
    if (world.isEndedSoon && starving().length === 0) break;
    const timing = createVirtualTiming(world.random?.() ?? 0.5);
    const { sessions } = await askSessions(
      toReadings(items, new Date(AT.getTime() + run * RUN_EVERY_MS)) satisfies Readings,
      {
        client: toClient(world, healthOf, timing.sleep),
        timing,
        settings: toSettings(),
        rows: toRows(Object.keys(items), afterIds),
        memory: { sessions: pace },
        errors: { collect: (_, action) => action() },
        deadlineMs: timing.nowMs() + 60_000,
      },
    );
    if (sessions === undefined) throw new Error('Sessions are to be read');
    ({ afterIds, pace } = sessions);
    runs.push(sessions);
    for (const { sessionId, outcome } of sessions.readings)
      if (outcome === 'read') readCounts.set(sessionId, (readCounts.get(sessionId) ?? 0) + 1);
  }
  return { runs, starvingIds: starving() };
}

function toClient(
  { isFirstHung = false, allowedCount = Number.POSITIVE_INFINITY }: World,
  healthOf: ReadonlyMap<string | null, Health | undefined>,
  sleep: (durationMs: number) => Promise<void>,
): Pick<QoderClient, 'getSession' | 'listSessionEvents'> {
  let requestCount = 0;
  return {
    getSession: async (id, { timeoutMs = 10_000 }) => {
      requestCount++;
      if (requestCount > allowedCount) throw toError(429, 'rate_limit_error');
      const health = isFirstHung && requestCount === 1 ? 'hangs' : healthOf.get(id);
      if (health === 'garbled') throw toError(200, 'unexpected_response');
      if (health === 'refused') throw toError(403, 'permission_error');
      if (health === 'gone') throw toError(404, 'not_found_error');
      if (health === 'hangs') {
        await sleep(timeoutMs);
        throw toError(null, 'timeout');
      }
      return aSession({ id, status: 'terminated' });
    },
    listSessionEvents: () => Promise.reject(new Error('The status alone says it')),
  };
}

const all = (health: Health, count: number): Health[] => Array.from({ length: count }, () => health);

describe('askSessions()', () => {
  it.each<[string, World]>([
    [
      'the first three cannot be read',
      { health: { env_a: [...all('garbled', 3), ...all('well', 2)], env_b: all('well', 1) }, runCount: 3 },
    ],
    [
      'the first one of each run hangs',
      { health: { env_a: all('well', 1), env_b: all('well', 2) }, isFirstHung: true, runCount: 3 },
    ],
    [
      'the first one of each run hangs, and there are many',
      {
        health: { env_a: all('well', 40) },
        isFirstHung: true,
        random: createRandom(7),
        runCount: 20,
      },
    ],
    [
      'one environment is refused',
      { health: { env_a: all('refused', 30), env_b: all('well', 3) }, runCount: 1 },
    ],
    ['more than five are too much', { health: { env_a: all('well', 15) }, allowedCount: 5, runCount: 3 }],
    [
      'two environments hang, and the time is over with them',
      {
        health: { env_a: all('hangs', 20), env_b: all('hangs', 20), env_c: all('well', 3) },
        runCount: 3,
      },
    ],
  ])('reads all that can be read where %s', async (_, world) => {
    expect((await play(world)).starvingIds).toEqual([]);
  });

  it('starves nobody, whatever is broken', async () => {
    const health = fc.constantFrom<Health>('well', 'well', 'garbled', 'hangs', 'refused', 'gone');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(health, { maxLength: 30 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom(2, 5, 7, Number.POSITIVE_INFINITY),
        fc.integer(),
        async (fleet, isFirstHung, allowedCount, seed) => {
          const byId = Object.fromEntries(fleet.map((own, index) => [`env_${index}`, own]));
          const count = fleet.flat().length;
          // Where the only one that is asked hangs, none can be read.
          fc.pre(!isFirstHung || count > 1);
          // Half of those that hang for their place do so the next time: that all of 60 do is no chance.
          const world = { runCount: 100 + 60 * count, random: createRandom(seed), isEndedSoon: true };

          expect((await play({ health: byId, isFirstHung, allowedCount, ...world })).starvingIds).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('starves no environment of more than a run can ask for', async () => {
    const health = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`env_${index}`, all('well', 1 + (index % 30))]),
    );

    expect((await play({ health, runCount: 40 })).starvingIds).toEqual([]);
  });

  it.each<[string, World, readonly (boolean | null)[]]>([
    ['the only environment is', { health: { env_a: all('refused', 1) }, runCount: 2 }, [true, true]],
    [
      'every environment is',
      {
        health: Object.fromEntries(
          Array.from({ length: 12 }, (_, index) => [`env_${index}`, all('refused', 2)]),
        ),
        runCount: 3,
      },
      [true, true, true],
    ],
    [
      'one of two is',
      { health: { env_a: all('refused', 30), env_b: all('well', 1) }, runCount: 2 },
      [false, false],
    ],
    [
      'all but one of many are: never three in a row',
      {
        health: {
          ...Object.fromEntries(
            Array.from({ length: 11 }, (_, index) => [`env_${index}`, all('refused', 2)]),
          ),
          env_z: all('well', 1),
        },
        runCount: 4,
      },
      [true, true, false, true],
    ],
    ['one that is, and one that hangs', { health: { env_a: ['refused', 'hangs'] }, runCount: 1 }, [null]],
  ])('takes the token for forbidden where %s', async (_, world, expected) => {
    const { runs } = await play(world);

    expect(runs.map(({ isForbidden }) => isForbidden)).toEqual(expected);
  });

  it('tells of it, where there are rights by environment, only where all are refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom<Health>('refused', 'refused', 'refused', 'well'), fc.nat(4)), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer(),
        async (fleet, seed) => {
          const health = Object.fromEntries(
            fleet.map(([each, more], index) => [`env_${index}`, all(each, 1 + more)]),
          );
          const { runs } = await play({ health, runCount: 12, random: createRandom(seed) });

          const isTold = runs.some(({ pace }) => pace.forbiddenRunCount >= SESSIONS_FORBIDDEN_RUNS_COUNT);
          expect(isTold).toBe(fleet.every(([each]) => each === 'refused'));
        },
      ),
    );
  });

  it('asks little of an API that refuses all, wherever they are', async () => {
    const health = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`env_${index}`, all('refused', 9)]),
    );
    const { runs } = await play({ health, runCount: 1 });

    expect(runs[0]).toMatchObject({ failedCount: 5, notAskedCount: 95 });
  });

  it('begins with the first again once all could be read', async () => {
    const { runs } = await play({ health: { env_a: all('well', 3) }, runCount: 1 });

    expect(runs[0]?.afterIds).toEqual(new Map());
    expect(runs[0]?.pace).toEqual(STEADY_PACE);
  });
});
