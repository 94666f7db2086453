/** Environments with items whose sessions are asked for, as a run finds them. */
import { parseWith } from '../../contract/invalid-input.ts';
import { type Settings, type SettingsInput, settingsSchema } from '../../contract/settings.ts';
import { EMPTY_STATE } from '../../lambda/model/environment-state.ts';
import { UNKNOWN_SKEW } from '../../lambda/model/instant.ts';
import type { Readings } from '../../lambda/model/readings.ts';
import { newRow, type Rows } from '../../lambda/model/row.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';
import { aHeldItem } from '../support/a-session.ts';
import { aReading } from '../support/a-work-item.ts';

export type ItemsByEnvironment = Readonly<Record<string, readonly WorkItem[]>>;

/** So many items that have been active for long. */
export const lateItems = (count: number, prefix = 'work'): WorkItem[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `${prefix}_${String(index).padStart(4, '0')}`;
    return aHeldItem({ id, sessionId: `sess_${id}` });
  });

export const toSettings = (settings: Partial<SettingsInput> = {}): Settings =>
  parseWith(
    settingsSchema,
    { schemaVersion: 1, monitor: 'test', environments: 'all', sessions: true, ...settings },
    'settings',
  );

export function toReadings(items: ItemsByEnvironment, at: Date): Readings {
  const entries = Object.entries(items).map(([id, own]) => {
    const environment = { id, name: null, isArchived: false };
    const kept = { memoryToSave: null, learnedCursors: null, spotCheck: EMPTY_STATE.spotCheck };
    return [id, { environment, reading: aReading(own), ...kept }] as const;
  });
  const instant = { at, previousAt: null, skew: UNKNOWN_SKEW, deviationMs: 0, isUnconfirmed: false };
  return {
    readings: new Map(entries),
    instant,
    windows: new Map(),
    waiting: new Map(),
    directory: { directory: { readAt: null, environments: [] }, error: null, requestCount: 0, listed: null },
  };
}

/** @param afterIds what an earlier run left */
export function toRows(
  ids: readonly string[],
  afterIds: ReadonlyMap<string, string>,
): Pick<Rows, 'environments'> {
  const environments = ids.map((id) => {
    const sessions = { ...EMPTY_STATE.sessions, afterItemId: afterIds.get(id) ?? null };
    return [id, { ...newRow('environment', id), value: { ...EMPTY_STATE, sessions } }] as const;
  });
  return { environments: new Map(environments) };
}
