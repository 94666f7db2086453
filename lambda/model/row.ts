/** One row of what is remembered: loaded at the start of a run, changed by it, and saved by one call. */
import { type Demands, NO_DEMANDS } from './demand.ts';
import type { Directory } from './directory.ts';
import { EMPTY_STATE, type EnvironmentState } from './environment-state.ts';
import { EMPTY_SCAN_MEMORY, type ScanMemory } from './scan-memory.ts';
import type { Share } from './share.ts';

/** What the kinds of rows hold. */
export interface RowValues {
  readonly environment: EnvironmentState;
  /** Of the conditions of the monitor as a whole. */
  readonly monitor: EnvironmentState;
  readonly directory: Directory;
  /** Of an environment's list. */
  readonly ranges: ScanMemory;
  /** Of all environments that are scaled. */
  readonly demand: Demands;
}
export type RowKind = keyof RowValues;

/** `newer-version`: written by a later version of this function, before a rollback. */
export type Unreadable = 'corrupt' | 'newer-version';

export interface Row<Kind extends RowKind = RowKind> {
  readonly kind: Kind;
  /** Of the environment; or the monitor's name, of all shards but the first with `#` and their number. */
  readonly id: string;
  readonly value: RowValues[Kind];
  /** The value that the table holds; null: it has no such row, or one that cannot be read. */
  readonly stored: RowValues[Kind] | null;
  /** What a save must find; null: no row yet. */
  readonly version: number | null;
  /** Why the row counts as empty. A save overwrites one that is corrupt, and leaves alone what is newer. */
  readonly unreadable: Unreadable | null;
  /** Its subject is no longer watched: the row goes as soon as nothing in it waits to be told. */
  readonly isOver: boolean;
}

/** A subject of incidents: an environment, or the monitor. */
export type SubjectRow = Row<'environment' | 'monitor'>;

/** All rows of a monitor, or of its shard. */
export interface Rows {
  readonly monitor: Row<'monitor'>;
  /** Of every environment that has a row, and is the shard's. */
  readonly environments: ReadonlyMap<string, Row<'environment'>>;
  readonly directory: Row<'directory'>;
  /** Of every environment with remembered ranges. */
  readonly ranges: ReadonlyMap<string, Row<'ranges'>>;
  readonly demand: Row<'demand'>;
  /** Missing: one function watches all environments, and always has. */
  readonly shared?: SharedRows;
}

/** What a shard knows of the others by their rows. */
export interface SharedRows {
  readonly share: Share;
  /** Environments that others watch, of which something is remembered. */
  readonly otherIds: ReadonlySet<string>;
  /** Of the first shard, which speaks for all of them. */
  readonly fleet: EnvironmentState;
  /** Of shards that are no more: what they left is told by the first one, and none for the others. */
  readonly left: readonly Row<'monitor'>[];
}

export const EMPTY_VALUES: RowValues = {
  environment: EMPTY_STATE,
  monitor: EMPTY_STATE,
  directory: { readAt: null, environments: [] },
  ranges: EMPTY_SCAN_MEMORY,
  demand: NO_DEMANDS,
};

/** A row that the table does not have yet. */
export function newRow<Kind extends RowKind>(kind: Kind, id: string): Row<Kind> {
  return {
    kind,
    id,
    value: EMPTY_VALUES[kind],
    stored: null,
    version: null,
    unreadable: null,
    isOver: false,
  };
}

/** The same rows with subjects that have changed since. */
export function withSubjects(rows: Rows, changed: readonly SubjectRow[]): Rows {
  const isEnvironment = (row: SubjectRow): row is Row<'environment'> => row.kind === 'environment';
  const isMonitor = (row: SubjectRow): row is Row<'monitor'> => row.kind === 'monitor';
  const changedMonitors = new Map(changed.filter(isMonitor).map((row) => [row.id, row]));
  const latest = (row: Row<'monitor'>) => changedMonitors.get(row.id) ?? row;
  const { shared } = rows;
  return {
    ...rows,
    monitor: latest(rows.monitor),
    environments: new Map([
      ...rows.environments,
      ...changed.filter(isEnvironment).map((row) => [row.id, row] as const),
    ]),
    ...(shared === undefined ? {} : { shared: { ...shared, left: shared.left.map(latest) } }),
  };
}

/** All rows that may hold alerts. */
export const subjectsOf = ({ monitor, environments, shared }: Rows): SubjectRow[] => [
  monitor,
  ...environments.values(),
  ...(shared?.left ?? []),
];
