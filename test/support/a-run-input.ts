/** What a run judges, with boring defaults: all environments are discovered, and nothing is remembered. */
import { parseWith } from '../../contract/invalid-input.ts';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import type { JudgeRunInput } from '../../lambda/judge/judge-run.ts';
import { NO_SPOT_CHECK } from '../../lambda/model/environment-state.ts';
import { UNKNOWN_SKEW, type Window } from '../../lambda/model/instant.ts';
import type { Reading } from '../../lambda/model/reading.ts';
import type { EnvironmentReading, Readings } from '../../lambda/model/readings.ts';
import { newRow, type Rows } from '../../lambda/model/row.ts';
import { AT, ago } from './a-work-item.ts';

export const INSTANT: Readings['instant'] = {
  at: AT,
  previousAt: ago(60),
  skew: UNKNOWN_SKEW,
  deviationMs: 0,
  isUnconfirmed: false,
};

const SETTINGS: Settings = parseWith(
  settingsSchema,
  { schemaVersion: 1, monitor: 'default', environments: 'all' },
  'settings.json',
);

export interface RunGiven {
  readonly settings?: Partial<Settings>;
  /** By environment. They are watched, and so are those in `watched`. */
  readonly readings?: Readonly<Record<string, Reading>>;
  readonly watched?: readonly string[];
  /** By environment, since when. They are watched. */
  readonly waiting?: Readonly<Record<string, Date>>;
  readonly window?: Window;
  readonly entry?: Partial<EnvironmentReading>;
  readonly instant?: Partial<Readings['instant']>;
  readonly directory?: Partial<Readings['directory']>;
  readonly rows?: Partial<Rows>;
}

export function aRunInput(given: RunGiven): JudgeRunInput {
  const { readings = {}, watched = [], window = { at: AT, previousAt: ago(60) }, entry = {} } = given;
  const ids = [...new Set([...Object.keys(readings), ...watched, ...Object.keys(given.waiting ?? {})])];
  return {
    settings: { ...SETTINGS, ...given.settings },
    readings: {
      instant: { ...INSTANT, ...given.instant },
      windows: new Map(ids.map((id) => [id, window])),
      readings: new Map(
        Object.entries(readings).map(([id, reading]): [string, EnvironmentReading] => [
          id,
          {
            environment: { id, name: null, isArchived: false },
            reading,
            memoryToSave: null,
            spotCheck: NO_SPOT_CHECK,
            learnedCursors: null,
            ...entry,
          },
        ]),
      ),
      waiting: new Map(Object.entries(given.waiting ?? {})),
      directory: {
        directory: { readAt: AT, environments: [] },
        requestCount: 0,
        error: null,
        listed: null,
        ...given.directory,
      },
    },
    rows: {
      monitor: newRow('monitor', 'default'),
      environments: new Map(),
      directory: newRow('directory', 'default'),
      ranges: new Map(),
      demand: newRow('demand', 'default'),
      ...given.rows,
    },
  };
}
