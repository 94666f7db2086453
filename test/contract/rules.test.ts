import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type Threshold } from '../../contract/conditions.ts';
import { LEARNED_CONDITIONS } from '../../contract/learnable.ts';
import { findRuleFaults, resolveRules, verdictPossibleFromSeconds } from '../../contract/rules.ts';
import type { Settings, ThresholdInput } from '../../contract/settings.ts';
import { level } from '../support/a-work-item.ts';

type Written = Pick<Settings, 'thresholds' | 'heartbeatIntervalSeconds'>;
const resolve = (monitor: Written, own: Written = {}) =>
  resolveRules({ ...monitor, overrides: { env_a: own }, mute: [] }, 'env_a');
const stale = (monitor: Written, own?: Written) => {
  const { thresholds, learnable } = resolve(monitor, own);
  return { ...thresholds['stale-heartbeat'], isLearnable: learnable.has('stale-heartbeat') };
};

describe('resolveRules()', () => {
  it('has the defaults where nothing is written, and learns what can be learned', () => {
    expect(resolve({})).toMatchObject({
      thresholds: DEFAULT_THRESHOLDS,
      learnable: new Set(LEARNED_CONDITIONS),
    });
  });

  it.each<[string, ThresholdInput | undefined, ThresholdInput | undefined, boolean, Threshold]>([
    ['nothing written', undefined, undefined, true, level(300, 900)],
    ['a warning', { warning: 60 }, undefined, false, level(60, 900)],
    ['a critical level', { critical: 600 }, undefined, false, level(300, 600)],
    ['off', 'off', undefined, false, level(null, null)],
    ['no level of those that could be', {}, undefined, true, level(300, 900)],
    ['a level of the environment', undefined, { warning: 60 }, false, level(60, 900)],
    ['auto', 'auto', undefined, true, level(300, 900)],
    ['auto of the environment over levels of the monitor', { warning: 60 }, 'auto', true, level(300, 900)],
    ['auto of the environment over off', 'off', 'auto', true, level(300, 900)],
    ['a level of the environment over auto', 'auto', { critical: 600 }, false, level(300, 600)],
  ])('learns the levels of queue-stuck or not: %s', (_, monitor, own, isLearnable, threshold) => {
    const written = (input: ThresholdInput | undefined): Written =>
      input === undefined ? {} : { thresholds: { 'queue-stuck': input } };
    const { thresholds, learnable } = resolve(written(monitor), written(own));

    expect(learnable.has('queue-stuck')).toBe(isLearnable);
    expect(thresholds['queue-stuck']).toEqual(threshold);
    expect(learnable.has('stuck-starting')).toBe(true);
  });

  it.each<[string, Written, Written, { warning: number | null; critical: number | null }]>([
    [
      'the monitor over the defaults',
      { thresholds: { 'queue-stuck': { warning: 60 } } },
      {},
      { warning: 60, critical: 900 },
    ],
    [
      'the environment over the monitor, level by level',
      { thresholds: { 'queue-stuck': { warning: 60, critical: 120 } } },
      { thresholds: { 'queue-stuck': { critical: 'off' } } },
      { warning: 60, critical: null },
    ],
    ['off for both levels', { thresholds: { 'queue-stuck': 'off' } }, {}, { warning: null, critical: null }],
    [
      'one level on again',
      { thresholds: { 'queue-stuck': 'off' } },
      { thresholds: { 'queue-stuck': { warning: 60 } } },
      { warning: 60, critical: null },
    ],
  ])('takes %s', (_name, monitor, own, threshold) => {
    const { thresholds } = resolve(monitor, own);

    expect(thresholds['queue-stuck']).toEqual(threshold);
    expect(thresholds['stuck-starting']).toEqual(DEFAULT_THRESHOLDS['stuck-starting']);
  });

  it.each<[string, Written, Written, number | null, number | null, boolean]>([
    ['four beats', { heartbeatIntervalSeconds: 30 }, {}, 120, 600, false],
    ['at most the critical level', { heartbeatIntervalSeconds: 200 }, {}, 600, 600, false],
    [
      'the interval of the environment',
      { heartbeatIntervalSeconds: 30 },
      { heartbeatIntervalSeconds: 10 },
      40,
      600,
      false,
    ],
    [
      'a written warning before the interval',
      { heartbeatIntervalSeconds: 30, thresholds: { 'stale-heartbeat': { warning: 300 } } },
      {},
      300,
      600,
      false,
    ],
    [
      'a warning that is off before the interval of the environment',
      { thresholds: { 'stale-heartbeat': { warning: 'off' } } },
      { heartbeatIntervalSeconds: 30 },
      null,
      600,
      false,
    ],
    [
      'nothing when all is off',
      { thresholds: { 'stale-heartbeat': 'off' }, heartbeatIntervalSeconds: 30 },
      {},
      null,
      null,
      false,
    ],
    [
      'four beats without a critical level',
      { thresholds: { 'stale-heartbeat': { critical: 'off' } }, heartbeatIntervalSeconds: 300 },
      {},
      1200,
      null,
      false,
    ],
    [
      'what is learned, with a critical level written',
      { thresholds: { 'stale-heartbeat': { critical: 900 } } },
      {},
      null,
      900,
      true,
    ],
    [
      'four beats where the environment takes back what the monitor wrote',
      { heartbeatIntervalSeconds: 30, thresholds: { 'stale-heartbeat': { warning: 300, critical: 900 } } },
      { thresholds: { 'stale-heartbeat': 'auto' } },
      120,
      600,
      false,
    ],
  ])('warns of a silent worker by %s', (_name, monitor, own, warning, critical, isLearnable) => {
    expect(stale(monitor, own)).toEqual({ warning, critical, isLearnable });
  });
});

describe('verdictPossibleFromSeconds()', () => {
  it.each<[string, Written, number]>([
    ['the lowest warning that may be learned', {}, 120],
    ['a warning that is written', { thresholds: { 'queue-stuck': { warning: 240 } } }, 240],
    ['one that is lower', { thresholds: { 'queue-stuck': { warning: 60 } } }, 60],
    ['none', { thresholds: { 'queue-stuck': 'off' } }, 300],
  ])('is %s', (_, written, seconds) => {
    expect(verdictPossibleFromSeconds(resolve(written))).toBe(seconds);
  });
});

describe('findRuleFaults()', () => {
  const remedy =
    'write a warning of at most the critical level (a level that is not written has its default)';
  const find = (settings: Partial<Settings>, rootPath?: string) =>
    findRuleFaults({ overrides: {}, ...settings }, rootPath);

  it.each<[string, Partial<Settings>]>([
    ['equal levels', { thresholds: { 'queue-stuck': { warning: 900 } } }],
    ['a level that is off', { thresholds: { 'queue-stuck': { warning: 1000, critical: 'off' } } }],
    ['a derived warning', { heartbeatIntervalSeconds: 1000 }],
    [
      'an override that mends it',
      { overrides: { env_a: { thresholds: { 'queue-stuck': { warning: 1000, critical: 2000 } } } } },
    ],
  ])('finds nothing in %s', (_name, settings) => {
    expect(find(settings)).toEqual([]);
  });

  it('finds every warning above its critical level, written or default, in the monitor and in overrides', () => {
    const settings: Partial<Settings> = {
      thresholds: { 'queue-stuck': { warning: 901 }, 'stuck-starting': { critical: 299 } },
      overrides: {
        env_a: { thresholds: { 'stale-heartbeat': { warning: 601 } } },
        env_b: { heartbeatIntervalSeconds: 5 },
      },
    };

    expect(find(settings, 'monitors.default')).toEqual([
      { path: 'monitors.default.thresholds.queue-stuck', value: { warning: 901, critical: 900 }, remedy },
      { path: 'monitors.default.thresholds.stuck-starting', value: { warning: 300, critical: 299 }, remedy },
      {
        path: 'monitors.default.overrides.env_a.thresholds.queue-stuck',
        value: { warning: 901, critical: 900 },
        remedy,
      },
      {
        path: 'monitors.default.overrides.env_a.thresholds.stale-heartbeat',
        value: { warning: 601, critical: 600 },
        remedy,
      },
      {
        path: 'monitors.default.overrides.env_a.thresholds.stuck-starting',
        value: { warning: 300, critical: 299 },
        remedy,
      },
    ]);
  });
});
