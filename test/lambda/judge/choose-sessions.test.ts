import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../../contract/settings.ts';
import {
  chooseSessions,
  MOST_OF_ENVIRONMENT_COUNT,
  MOST_OF_RUN_COUNT,
} from '../../../lambda/judge/choose-sessions.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { aHeldItem } from '../../support/a-session.ts';
import { AT, ago, aWorkItem } from '../../support/a-work-item.ts';
import { type ItemsByEnvironment, lateItems, toReadings, toRows, toSettings } from '../late-sessions.ts';

interface World {
  readonly items: ItemsByEnvironment;
  readonly afterIds?: ReadonlyMap<string, string>;
  readonly settings?: Partial<SettingsInput>;
  readonly afterEnvironmentId?: string | null;
}

const choose = ({ items, afterIds = new Map(), settings, afterEnvironmentId = null }: World) =>
  chooseSessions({
    settings: toSettings(settings),
    readings: toReadings(items, AT),
    rows: toRows(Object.keys(items), afterIds),
    pace: { afterEnvironmentId },
  });

const chosenIds = (world: World) => choose(world).asked.map(({ itemId }) => itemId);

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

  it('goes on behind the last one, and says how many there are', () => {
    const items = { env_a: lateItems(50) };
    const { asked, late } = choose({ items, afterIds: new Map([['env_a', 'work_0044']]) });

    expect(asked).toHaveLength(MOST_OF_ENVIRONMENT_COUNT);
    expect([asked[0]?.itemId, asked[5]?.itemId]).toEqual(['work_0045', 'work_0000']);
    expect(late.get('env_a')).toEqual({ count: 50, afterItemId: 'work_0044' });
  });

  it('asks one of each environment before another of any, in turn', () => {
    const items = { env_a: lateItems(2, 'a'), env_b: lateItems(3, 'b'), env_c: lateItems(1, 'c') };

    expect(chosenIds({ items })).toEqual(['a_0000', 'b_0000', 'c_0000', 'a_0001', 'b_0001', 'b_0002']);
    expect(chosenIds({ items, afterEnvironmentId: 'env_a' }).slice(0, 3)).toEqual([
      'b_0000',
      'c_0000',
      'a_0000',
    ]);
    expect(chosenIds({ items, afterEnvironmentId: 'env_c' })[0]).toBe('a_0000');
  });

  it('asks for no more than a run may', () => {
    const items = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`env_${index}`, lateItems(3, `work_${index}`)]),
    );

    expect(choose({ items }).asked).toHaveLength(MOST_OF_RUN_COUNT);
  });
});
