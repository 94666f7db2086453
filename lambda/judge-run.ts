/** From what was read to what is published, remembered and told, for all subjects of a run. No IO. */

import type { EnvironmentMetrics } from '../contract/metrics.ts';
import { resolveRules } from '../contract/rules.ts';
import type { Settings } from '../contract/settings.ts';
import { UNDISCOVERED_ID } from './judge/conditions/api-unreachable.ts';
import { type Judgement, judgeEnvironment, withdrawEnvironment } from './judge/judge-environment.ts';
import { judgeMonitor } from './judge/judge-monitor.ts';
import type { ReadError } from './model/reading.ts';
import type { Window } from './model/window.ts';
import type { ReadEnvironments } from './read/read-environments.ts';
import type { Intent, Remembered } from './remember/remembered.ts';

export interface JudgeAllInput {
  readonly settings: Settings;
  readonly at: Date;
  readonly windowOf: (environmentId: string) => Window;
  readonly read: ReadEnvironments;
  /** Of every environment that is watched or has a row. */
  readonly remembered: ReadonlyMap<string, Remembered>;
  readonly monitor: Remembered;
}

export interface JudgedAll {
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** Metrics of the environments that were read whole. */
  readonly metrics: ReadonlyMap<string, EnvironmentMetrics>;
  readonly intents: readonly Intent[];
}

export function judgeAll({ settings, at, windowOf, read, remembered, monitor }: JudgeAllInput): JudgedAll {
  const api = judgeMonitor(settings.monitor, toErrors(read), monitor.row.value, at, settings.mute);
  const judgements = new Map<string, Judgement>();
  const intents: Intent[] = [{ remembered: monitor, state: api.state, isOver: false }];
  for (const [id, before] of remembered) {
    const rules = resolveRules(settings, id);
    const entry = read.readings.get(id);
    if (!read.watchedIds.has(id)) {
      const gone = { id, name: nameOf(id, read), isArchived: false };
      intents.push({
        remembered: before,
        state: withdrawEnvironment(gone, before.row.value, rules, at),
        isOver: true,
      });
    } else if (entry !== undefined) {
      const { environment, reading, spotCheck } = entry;
      const isQuiet = api.quietIds.has(id);
      const judgement = judgeEnvironment(
        environment,
        reading,
        before.row.value,
        windowOf(id),
        rules,
        isQuiet,
      );
      judgements.set(id, judgement);
      const isOver = judgement.isDrained && settings.environments === 'all';
      intents.push({ remembered: before, state: { ...judgement.state, spotCheck }, isOver });
    }
  }
  const metrics = new Map(
    [...judgements].flatMap(([id, judgement]) =>
      read.readings.get(id)?.reading.completeness === 'complete' ? [[id, judgement.metrics] as const] : [],
    ),
  );
  return { judgements, metrics, intents };
}

/** With nothing discovered yet, a discovery that fails is all there is to tell about the API. */
function toErrors({ readings, directory }: ReadEnvironments): ReadonlyMap<string, ReadError | null> {
  if (readings.size > 0) return new Map([...readings].map(([id, { reading }]) => [id, reading.error]));
  return new Map(directory.error === null ? [] : [[UNDISCOVERED_ID, directory.error]]);
}

function nameOf(environmentId: string, { directory }: ReadEnvironments): string | null {
  return directory.directory.environments.find(({ id }) => id === environmentId)?.name ?? null;
}
