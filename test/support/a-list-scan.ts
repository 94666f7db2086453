/** One scan of a list in memory, by what is remembered of it. */
import { EMPTY_SCAN_MEMORY, type ScanMemory } from '../../lambda/model/scan-memory.ts';
import { type ListScan, scanList } from '../../lambda/read/list/scan-list.ts';
import { createWorkList } from '../../lambda/read/list/work-list.ts';
import type { FakeWorkList } from './a-work-list.ts';
import { stretchDeps } from './stretch-deps.ts';

/** @param isOver whether it is too late for another page, each time that is asked */
export async function scanOnce(
  list: FakeWorkList,
  memory: Partial<ScanMemory>,
  isOver: () => boolean = () => false,
): Promise<ListScan & { readonly requestCount: number }> {
  list.requests = [];
  const { client } = list;
  const deps = stretchDeps(createWorkList(client, 'env_a', { deadlineMs: Number.POSITIVE_INFINITY }), isOver);
  const scanned = await scanList(deps, { ...EMPTY_SCAN_MEMORY, ...memory });
  return { ...scanned, requestCount: list.requests.length };
}
