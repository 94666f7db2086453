import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { unsentMetricsOf } from '../../contract/published-metrics.ts';
import { type SettingsInput, settingsSchema } from '../../contract/settings.ts';

const OF_SETTINGS = ['WorkersWanted', 'PickupsWithinObjective', 'PickupsBeyondObjective'];

const unsent = (settings: Partial<SettingsInput>) =>
  unsentMetricsOf(
    v.parse(settingsSchema, { schemaVersion: 1, monitor: 'test', environments: 'all', ...settings }),
    'env_a',
  );

describe('unsentMetricsOf()', () => {
  const slo = { pickupSeconds: 60, target: 0.95 };

  it('has the metrics whose setting is not written, however many are asked for', () => {
    expect(unsent({ metrics: 'full' })).toEqual(OF_SETTINGS);
    expect(unsent({ metrics: 'full', slo })).toEqual(['WorkersWanted']);
    expect(unsent({ metrics: 'full', slo, sessionsPerWorker: 2 })).toEqual([]);
  });

  it('goes by what is written of the environment itself', () => {
    const overrides = { env_a: { slo: 'off', sessionsPerWorker: 2 } } as const;

    expect(unsent({ metrics: 'full', slo, overrides })).toEqual(OF_SETTINGS.slice(1));
  });

  it('has what is left to the log, and of lean metrics the objective too', () => {
    const settings = { slo, sessionsPerWorker: 1 };

    expect(unsent({ metrics: 'essential', ...settings })).toContain('RunTime');
    expect(unsent({ metrics: 'essential', ...settings })).not.toContain('PickupsWithinObjective');
    expect(unsent({ metrics: 'lean', ...settings })).toEqual(
      expect.arrayContaining(['ItemsActive', 'PickupsWithinObjective']),
    );
    expect(unsent({ metrics: 'lean', ...settings })).not.toContain('WorkersWanted');
  });
});
