/** A work list that answers each cursor with what a test wrote down for it, and no other. */
import type { WorkCursor } from '../../lambda/read/api/urls.ts';
import type { WorkPage } from '../../lambda/read/api/work.ts';
import { createWorkList, type WorkList } from '../../lambda/read/list/work-list.ts';

export interface ScriptedList extends WorkList {
  /** The cursors it was asked for, as in the script. */
  readonly asked: readonly string[];
  readonly settledCount: () => number;
}

export type Script = Readonly<Record<string, WorkPage | Error>>;

/** @param script by `start`, `after <id>` and `page <cursor>` */
export function createScriptedList(script: Script): ScriptedList {
  const asked: string[] = [];
  let settledCount = 0;
  const list = createWorkList(
    {
      listWork: async (_id, cursor) => {
        const key = nameOf(cursor);
        asked.push(key);
        const answer = script[key] ?? new Error(`Nobody wrote down what follows ${key}`);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    'env_a',
    { deadlineMs: Number.POSITIVE_INFINITY, onSettled: () => void settledCount++ },
  );
  return { ...list, asked, settledCount: () => settledCount };
}

function nameOf({ afterId, page }: WorkCursor): string {
  if (afterId !== undefined) return `after ${afterId}`;
  return page === undefined ? 'start' : `page ${page}`;
}
