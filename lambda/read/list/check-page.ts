/**
 * Looks into the remembered ranges now and then: one page after the other is read again, and the work stats
 * are compared with what was read. What hides in a range until then is an item that is live again.
 */

import { hashOf, mix } from '../../model/id-hash.ts';
import type { Window } from '../../model/instant.ts';
import type { ScanMemory, SettledRange } from '../../model/scan-memory.ts';
import { isLive, type WorkItem } from '../../model/work-item.ts';
import { QoderError } from '../api/qoder-error.ts';
import type { WorkPage } from '../api/work.ts';
import { endAt } from './ranges.ts';
import type { WorkList } from './work-list.ts';

const SPOT_CHECK_EVERY_MS = 15 * 60_000;
/** Two requests for something remembered, while others wait to be asked at all. Each of these is a time of the others, too. */
const EVERY_MS_WHILE_OTHERS_WAIT = 2 * SPOT_CHECK_EVERY_MS;
/**
 * After a longer pause some do without: after an outage the checks of all would come at once. Who waits is read every five
 * minutes at the latest.
 */
const LOOK_BACK_MS = 6 * 60_000;

/** Each environment has times of its own: those of a thousand would take a minute's requests, three times over. */
export function nextSpotCheckAt(environmentId: string, after: Date, doOthersWait = false): Date {
  const everyMs = doOthersWait ? EVERY_MS_WHILE_OTHERS_WAIT : SPOT_CHECK_EVERY_MS;
  const phaseMs = mix(hashOf(environmentId)) % everyMs;
  const passedCount = Math.floor((after.getTime() - phaseMs) / everyMs);
  return new Date((passedCount + 1) * everyMs + phaseMs);
}

/**
 * Whether the time of one has come since the last reading. Nothing remembered, nothing to doubt.
 *
 * @param doOthersWait whether the last run had no time for all environments; @default false
 */
export function isSpotCheckDue(
  environmentId: string,
  { ranges }: ScanMemory,
  { at, previousAt }: Window,
  doOthersWait = false,
): boolean {
  if (ranges.length === 0 || previousAt === null) return false;
  const since = new Date(Math.max(previousAt.getTime(), at.getTime() - LOOK_BACK_MS));
  return nextSpotCheckAt(environmentId, since, doOthersWait) <= at;
}

export interface PageCheck {
  /** Items that are live inside a range. */
  readonly hidden: readonly WorkItem[];
  readonly ranges: readonly SettledRange[];
  /** Where the next check goes on; null: at the start of the list. */
  readonly afterId: string | null;
}

/**
 * @param isKnown whether a live item was read outside the ranges
 * @throws {QoderError} when the page cannot be read for a reason that is not its cursor
 */
export async function checkPage(
  list: WorkList,
  { ranges }: ScanMemory,
  afterId: string | null,
  at: Date,
  isKnown: (id: string) => boolean,
): Promise<PageCheck> {
  const { page, behindId } = await readOrRestart(list, afterId);
  const isMissed = ({ id, isHealthcheck = false }: WorkItem) => !isHealthcheck && !isKnown(id);
  const hidden = page.items.filter((item) => isLive(item) && item.createdAt <= at && isMissed(item));
  for (const _ of hidden) list.drift();
  return {
    hidden,
    ranges: hidden.reduce((left, item) => splitAt(left, item.id, page, behindId), ranges),
    afterId: page.nextPage === null ? null : (page.items.at(-1)?.id ?? null),
  };
}

/** A page, and the row before its first one; null: it begins the list. */
interface CheckedPage {
  readonly page: WorkPage;
  readonly behindId: string | null;
}

async function readOrRestart(list: WorkList, afterId: string | null): Promise<CheckedPage> {
  if (afterId !== null) {
    try {
      const [cursor = {}] = list.cursorsAfter(afterId);
      return { page: await list.read(cursor), behindId: afterId };
    } catch (error) {
      const isRefused = error instanceof QoderError && (error.status === 400 || error.status === 404);
      if (!isRefused) throw error;
    }
  }
  return { page: await list.read({}), behindId: null };
}

/** Takes one row out of the range it lies in, so that it is read in every scan. */
function splitAt(
  ranges: readonly SettledRange[],
  id: string,
  { items }: WorkPage,
  behindId: string | null,
): readonly SettledRange[] {
  const index = ranges.findIndex((range) => (range.beforeFirstId ?? '') < id && id <= range.end.id);
  const range = ranges[index];
  // Ids that do not ascend do not tell where the row lies: then nothing that was remembered is believed.
  if (range === undefined) return [];
  const row = items.findIndex((item) => item.id === id);
  const [before, last] = [items[row - 2]?.id ?? behindId, items[row - 1]?.id];
  const half = Math.max(1, Math.floor(range.count / 2));
  const left =
    last !== undefined && last > (range.beforeFirstId ?? '')
      ? [{ ...range, end: { beforeId: before, id: last }, count: half, anchors: anchorsBefore(range, last) }]
      : anchorsBefore(range, id)
          .slice(-1)
          .map((anchor) => endAt(range, anchor));
  const anchors = range.anchors.filter((anchor) => anchor.id > id);
  const right = id === range.end.id ? [] : [{ ...range, beforeFirstId: id, count: half, anchors }];
  return [...ranges.slice(0, index), ...left, ...right, ...ranges.slice(index + 1)];
}

const anchorsBefore = ({ anchors }: SettledRange, id: string) => anchors.filter((anchor) => anchor.id < id);

/** Items created in the last minute, by which a busy queue may have grown between list and stats. */
function recentlyCreatedCount(items: readonly WorkItem[], at: Date): number {
  return items.filter(({ createdAt }) => at.getTime() - createdAt.getTime() <= 60_000).length;
}

/** Whether the stats know of more waiting work than the list showed, beyond what may have come since. */
export function hasHiddenWork(waitingCount: number, items: readonly WorkItem[], at: Date): boolean {
  const queuedCount = items.filter(({ state }) => state === 'queued').length;
  return waitingCount > queuedCount + recentlyCreatedCount(items, at);
}
