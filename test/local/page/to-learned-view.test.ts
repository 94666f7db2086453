import { describe, expect, it } from 'vitest';
import { parseWith } from '../../../contract/invalid-input.ts';
import { type SettingsInput, settingsSchema } from '../../../contract/settings.ts';
import { observe } from '../../../lambda/judge/norm-weights.ts';
import { NOTHING_LEARNED } from '../../../lambda/model/environment-state.ts';
import { toLearnedView } from '../../../local/page/to-learned-view.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const settings = (changes: Partial<SettingsInput> = {}) =>
  parseWith(
    settingsSchema,
    { schemaVersion: 1, monitor: 'local', environments: ['env_a'], ...changes },
    'test',
  );

/** So many items that waited for five minutes. */
const learned = (count: number) => ({
  norms: {
    pickup: observe(
      undefined,
      Array.from({ length: count }, () => ({ seconds: 300, endedAt: AT })),
      AT,
    ),
  },
  learnedSilence: NOTHING_LEARNED,
});

describe('toLearnedView()', () => {
  it('tells what was learned, from how many items, and the levels that follow', () => {
    const { norms, levels } = toLearnedView(settings(), 'env_a', learned(320), AT);

    expect(norms[0]).toMatchObject({ name: 'pickup', neededCount: 20 });
    // Older ones weigh less, so it is about that many.
    expect(Math.abs((norms[0]?.seenCount ?? 0) - 320)).toBeLessThanOrEqual(2);
    expect(norms[0]?.normal?.toSeconds).toBeGreaterThanOrEqual(300);
    expect(levels['queue-stuck']?.source).toBe('learned');
    expect(levels['queue-stuck']?.warning).toBeGreaterThan(300);
  });

  it.each([
    ['nothing is known', undefined, 0],
    ['too little is known', learned(12), 12],
  ])('says that the default holds as long as %s', (_name, memory, seenCount) => {
    const { norms, levels } = toLearnedView(settings(), 'env_a', memory, AT);

    expect(norms[0]).toMatchObject({ normal: null, seenCount });
    expect(levels['queue-stuck']).toEqual({ warning: 300, critical: 900, source: 'default' });
  });

  it('says that a level is configured, which nothing learned undoes', () => {
    const written = settings({ thresholds: { 'queue-stuck': { warning: 60, critical: 120 } } });

    expect(toLearnedView(written, 'env_a', learned(320), AT).levels['queue-stuck']).toEqual({
      warning: 60,
      critical: 120,
      source: 'configured',
    });
  });
});
