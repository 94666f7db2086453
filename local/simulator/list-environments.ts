/** The list of environments, newest first. Source: environments/list; its created_at filters are left out. */
import { type SimulatedEnvironment, toWireEnvironment } from './environment.ts';
import { MAX_LIMIT_COUNT, readLimit } from './parameters.ts';
import { Refusal } from './refusal.ts';

/** @param environments oldest first, archived ones included */
export function listEnvironments(environments: readonly SimulatedEnvironment[], query: URLSearchParams) {
  const limitCount = readLimit(query);
  // Unlike the work list, which caps it.
  if (limitCount > MAX_LIMIT_COUNT) throw new Refusal(400, `limit must not exceed ${MAX_LIMIT_COUNT}.`);
  const includeArchived = query.get('include_archived') === 'true';

  const newestFirst = environments.toReversed();
  const page = query.get('page');
  const cursorIndex = newestFirst.findIndex((environment) => environment.id === page);
  // Our choice: a cursor that is no environment is refused.
  if (page !== null && cursorIndex === -1) throw new Refusal(400, 'page is not a valid cursor.');

  const rest = newestFirst
    .slice(cursorIndex + 1)
    .filter((environment) => includeArchived || environment.archivedAt === null);
  const rows = rest.slice(0, limitCount);
  const lastId = rows.at(-1)?.id ?? null;
  const hasMore = rest.length > rows.length;
  return {
    data: rows.map(toWireEnvironment),
    first_id: rows[0]?.id ?? null,
    last_id: lastId,
    has_more: hasMore,
    next_page: hasMore ? lastId : null,
  };
}
