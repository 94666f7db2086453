import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWith } from '../../../contract/invalid-input.ts';
import { type SettingsInput, settingsSchema } from '../../../contract/settings.ts';
import {
  chooseSessions,
  MOST_OF_ENVIRONMENT_COUNT,
  MOST_OF_RUN_COUNT,
} from '../../../lambda/judge/choose-sessions.ts';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import { UNKNOWN_SKEW } from '../../../lambda/model/instant.ts';
import { newRow } from '../../../lambda/model/row.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { aHeldItem } from '../../support/a-session.ts';
import { AT, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

interface World {
  readonly items: Readonly<Record<string, readonly WorkItem[]>>;
  readonly afterIds?: ReadonlyMap<string, string>;
  readonly settings?: Partial<SettingsInput>;
  readonly at?: Date;
}

function choose({ items, afterIds = new Map(), settings = {}, at = AT }: World) {
  const ids = Object.keys(items);
  const parsed = parseWith(
    settingsSchema,
    { schemaVersion: 1, monitor: 'test', environments: 'all', sessions: true, ...settings },
    'settings',
  );
  const readings = new Map(
    ids.map((id) => [
      id,
      {
        environment: { id, name: null, isArchived: false },
        reading: aReading(items[id] ?? []),
        memoryToSave: null,
        learnedCursors: null,
        spotCheck: EMPTY_STATE.spotCheck,
      },
    ]),
  );
  const environments = new Map(
    ids.map((id) => {
      const sessions = { ...EMPTY_STATE.sessions, afterItemId: afterIds.get(id) ?? null };
      return [id, { ...newRow('environment', id), value: { ...EMPTY_STATE, sessions } }];
    }),
  );
  const instant = { at, previousAt: null, skew: UNKNOWN_SKEW, deviationMs: 0, isUnconfirmed: false };
  return chooseSessions({ settings: parsed, readings: { readings, instant }, rows: { environments } });
}

const chosenIds = (world: World) => choose(world).asked.map(({ itemId }) => itemId);
const late = (count: number, prefix = 'work') =>
  Array.from({ length: count }, (_, index) => {
    const id = `${prefix}_${String(index).padStart(4, '0')}`;
    return aHeldItem({ id, sessionId: `sess_${id}` });
  });

describe('chooseSessions()', () => {
  it.each<[string, Partial<WorkItem>, boolean]>([
    ['active for 599 s', { startedAt: ago(599) }, false],
    ['active for 600 s', { startedAt: ago(600) }, true],
    ['silent for 599 s', { startedAt: ago(599), latestHeartbeatAt: ago(599) }, false],
    ['starting for 299 s', { state: 'starting', startedAt: null, acknowledgedAt: ago(299) }, false],
    ['starting for 300 s', { state: 'starting', startedAt: null, acknowledgedAt: ago(300) }, true],
    ['stopping for 299 s', { state: 'stopping', stopRequestedAt: ago(299) }, false],
    ['stopping for 300 s', { state: 'stopping', stopRequestedAt: ago(300) }, true],
    [
      'queued for an hour',
      { state: 'queued', acknowledgedAt: null, startedAt: null, latestHeartbeatAt: null },
      false,
    ],
    ['stopped', { state: 'stopped', stoppedAt: ago(5) }, false],
    ['in a state of next year', { state: 'other' }, false],
    ['without a session', { sessionId: null }, false],
    ['with a session that is no id', { sessionId: 'sess_1/../../environments' }, false],
    ['with a session of another kind', { sessionId: 'env_a' }, false],
    ['with a start that cannot be read', { startedAt: null, unreadable: ['startedAt'] }, false],
  ])('of an item that is %s: %s', (_, overrides, isAsked) => {
    const items = { env_a: [aHeldItem({ latestHeartbeatAt: ago(10), ...overrides })] };

    expect(chosenIds({ items })).toEqual(isAsked ? ['work_1'] : []);
  });

  it('asks nothing unless sessions are to be read', () => {
    expect(choose({ items: { env_a: late(3) }, settings: { sessions: false } })).toEqual({
      asked: [],
      afterIds: new Map(),
    });
  });

  it('asks sooner where a level that is written is lower', () => {
    const items = { env_a: [aHeldItem({ startedAt: ago(120) })] };

    expect(chosenIds({ items, settings: { thresholds: { 'session-hung': { warning: 120 } } } })).toEqual([
      'work_1',
    ]);
  });

  it('asks for a session once, for the item that runs it now', () => {
    const older = aHeldItem({ id: 'work_1', createdAt: ago(9_000) });
    const newer = aWorkItem({ id: 'work_2', sessionId: 'sess_1', createdAt: ago(100) });

    expect(chosenIds({ items: { env_a: [older] } })).toEqual(['work_1']);
    expect(chosenIds({ items: { env_a: [older, newer] } })).toEqual([]);
  });

  it('goes on behind the last one where there are too many', () => {
    const items = { env_a: late(50) };
    const first = choose({ items });
    const second = choose({ items, afterIds: first.afterIds });
    const third = choose({ items, afterIds: second.afterIds });

    expect(first.asked).toHaveLength(MOST_OF_ENVIRONMENT_COUNT);
    expect(first.afterIds.get('env_a')).toBe('work_0019');
    const all = [first, second, third].flatMap(({ asked }) => asked.map(({ itemId }) => itemId));
    expect(new Set(all).size).toBe(50);
  });

  it('starves nobody, however many there are in how many environments', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 130 }), (counts) => {
        const items = Object.fromEntries(
          counts.map((count, index) => [`env_${index}`, late(count, `work_${index}`)]),
        );
        const seen = new Set<string>();
        let afterIds: ReadonlyMap<string, string> = new Map();
        const total = counts.reduce((sum, count) => sum + count, 0);
        // Each run asks for as many as it may, so twice the rounds are enough for everybody.
        const rounds = 2 * Math.ceil(total / MOST_OF_RUN_COUNT) + 2 * Math.ceil(60 / 1) + 2;
        for (let run = 0; run < rounds && seen.size < total; run++) {
          const chosen = choose({ items, afterIds, at: new Date(AT.getTime() + run * 60_000) });
          expect(chosen.asked.length).toBeLessThanOrEqual(MOST_OF_RUN_COUNT);
          for (const { itemId } of chosen.asked) seen.add(itemId);
          afterIds = chosen.afterIds;
        }
        expect(seen.size).toBe(total);
      }),
      { numRuns: 10 },
    );
  });
});
