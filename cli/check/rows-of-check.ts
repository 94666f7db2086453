/** What `check` remembers, which is nothing: rows as of environments that were always known. */
import { newRow, type Rows } from '../../lambda/model/row.ts';

/** Of the names, on the clock of a check, which is not that of a day. */
export const DIRECTORY_READ_AT = new Date(0);

export function toRows(ids: readonly string[]): Rows {
  const environments = ids.map((id) => ({ id, name: null, archivedAt: null }));
  return {
    monitor: newRow('monitor', 'check'),
    environments: new Map(ids.map((id) => [id, newRow('environment', id)])),
    // Just read, so that the names are not asked for again.
    directory: { ...newRow('directory', 'check'), value: { readAt: DIRECTORY_READ_AT, environments } },
    ranges: new Map(),
    demand: newRow('demand', 'check'),
  };
}
