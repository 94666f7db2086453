/** Opens the list at a remembered place, and believes the place only if the row that must come first does. */

import type { CursorHabit, Position } from '../../model/scan-memory.ts';
import type { WorkItem } from '../../model/work-item.ts';
import type { QoderClient, RequestOptions } from '../api/client.ts';
import { QoderError } from '../api/qoder-error.ts';
import type { WorkCursor } from '../api/urls.ts';
import type { WorkPage } from '../api/work.ts';
import type { CursorEvidence } from './cursor-habit.ts';

/** The list of one environment during one scan. */
export interface WorkList {
  readonly read: (cursor: WorkCursor) => Promise<WorkPage>;
  /** Whether a request without a cursor succeeds: then a 400 or 404 was about the cursor. Asked once. */
  readonly isReadable: () => Promise<boolean>;
  /** Counts a sign that the list is not what was remembered or documented. */
  readonly drift: () => void;
  readonly driftCount: () => number;
  /** How to ask for what comes after a row, in the order in which to try it. */
  readonly cursorsAfter: (id: string) => readonly WorkCursor[];
  /** To be called when a row was taken as a cursor after all that come before it in `cursorsAfter` were not. */
  readonly taken: (cursor: WorkCursor) => void;
  /** By what was taken. */
  readonly cursors: () => Exclude<CursorEvidence, 'fresh'>;
}

export function createWorkList(
  client: Pick<QoderClient, 'listWork'>,
  environmentId: string,
  options: RequestOptions,
  habit: CursorHabit | null = null,
): WorkList {
  let driftCount = 0;
  let evidence: Exclude<CursorEvidence, 'fresh'> = null;
  const isPageOnly = () => evidence === 'page' || (habit?.kind === 'page' && !habit.isInDoubt);
  let readable: Promise<boolean> | undefined;
  let readCount = 0;
  let hasAnswered = false;
  // Who hangs from the start is asked again after others: a few who hang must not hold the places of all.
  const onFailure = ({ type }: QoderError) => (type === 'timeout' && !hasAnswered ? 'give up' : 'try again');
  const read = async (cursor: WorkCursor) => {
    const isContinuing = readCount++ > 0;
    try {
      const page = await client.listWork(environmentId, cursor, { ...options, isContinuing, onFailure });
      hasAnswered = true;
      return page;
    } finally {
      // What was never sent, since its time was over, has settled too.
      options.onSettled?.();
    }
  };
  const probe = () =>
    read({}).then(
      () => true,
      (error) => {
        if (error instanceof QoderError) return false;
        throw error;
      },
    );
  return {
    read,
    isReadable: () => {
      readable ??= probe();
      return readable;
    },
    drift: () => void driftCount++,
    driftCount: () => driftCount,
    cursorsAfter: (id) => (isPageOnly() ? [{ page: id }] : [{ afterId: id }, { page: id }]),
    taken: ({ afterId, page }) => {
      if (afterId !== undefined) evidence = 'any';
      else if (page !== undefined && !isPageOnly()) evidence ??= 'page';
    },
    cursors: () => evidence,
  };
}

/**
 * @param isExpected what else the row at the position must be
 * @returns the page that begins with that row; null when the place is lost
 * @throws {QoderError} for what says nothing about the cursor: 401, 403, 408, 429, 5xx, the network
 */
export async function openPosition(
  list: WorkList,
  { beforeId, id }: Position,
  isExpected: (item: WorkItem) => Promise<boolean> = async () => true,
): Promise<WorkPage | null> {
  const cursors: readonly WorkCursor[] = beforeId === null ? [{}] : list.cursorsAfter(beforeId);
  for (const cursor of cursors) {
    const page = await readUnlessRefused(list, cursor);
    const [first] = page?.items ?? [];
    if (page !== null && first?.id === id && page.firstRowId === id && (await isExpected(first))) {
      list.taken(cursor);
      return page;
    }
    list.drift();
  }
  return null;
}

/** @returns null when the API refuses the cursor, and only the cursor */
async function readUnlessRefused(list: WorkList, cursor: WorkCursor): Promise<WorkPage | null> {
  try {
    return await list.read(cursor);
  } catch (error) {
    if (!(error instanceof QoderError) || (error.status !== 400 && error.status !== 404)) throw error;
    if (cursor.page === undefined && cursor.afterId === undefined) throw error;
    if (await list.isReadable()) return null;
    throw error;
  }
}
