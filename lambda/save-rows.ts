/** Saves what a run has decided: each row on its own, and in an order in which nothing is told that is not remembered. */
import { type JudgedDemand, NO_DEMAND } from './judge/judge-demand.ts';
import type { JudgedRun } from './judge/judge-run.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Row, RowKind, SubjectRow } from './model/row.ts';
import type { Store } from './remember/store.ts';
import type { RunErrors } from './run-errors.ts';

interface Saving {
  readonly store: Pick<Store, 'save'>;
  readonly errors: Pick<RunErrors, 'collect'>;
}

/** @returns what may be published: nothing that is not remembered */
export async function remember(demand: JudgedDemand, saving: Saving): Promise<JudgedDemand> {
  const saved = await saveAll(demand.rows, saving);
  return saved.length === demand.rows.length ? demand : NO_DEMAND;
}

/** All rows may change in one run: more at once would only wait for each other, and for their time to run out. */
const SAVES_AT_ONCE_COUNT = 20;

/**
 * What the monitor tells for environments, they do not tell themselves: where its row cannot be saved, or it is not
 * known whether it is, theirs wait for the next run.
 */
export async function saveSubjects({ rows, isGrouped }: JudgedRun, saving: Saving): Promise<SubjectRow[]> {
  if (!isGrouped) return saveAll(rows, saving);
  const monitorRows = await saveAll(rows.slice(0, 1), saving);
  return monitorRows.length === 0 ? [] : [...monitorRows, ...(await saveAll(rows.slice(1), saving))];
}

/** Saves each row on its own. @returns those that are saved: what could not be is not told, since its ids are not fixed */
export async function saveAll<Kind extends RowKind>(
  rows: readonly Row<Kind>[],
  saving: Saving,
): Promise<Row<Kind>[]> {
  const saved = await mapConcurrently(rows, SAVES_AT_ONCE_COUNT, (row) =>
    saving.errors.collect(`save ${nounOf(row)}`, () => saving.store.save(row)),
  );
  return saved.filter((row) => row !== undefined && row.unreadable === null) as Row<Kind>[];
}

function nounOf({ kind, id }: Row): string {
  if (kind === 'directory' || kind === 'demand') return `the ${kind}`;
  return kind === 'ranges' ? `the ranges of ${id}` : `the state of ${id}`;
}
