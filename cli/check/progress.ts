/** Says how far a long walk is, on one line that is written over. */
import type { Timing } from '../../lambda/timing.ts';
import { type FollowPages, followPages } from './follow-pages.ts';

export interface Progress {
  /** The same client; every page that it reads is counted. */
  readonly follow: FollowPages;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Most readings are over before anybody wonders. */
const QUIET_MS = 1_000;
const BETWEEN_MS = 250;
const CLEAR_LINE = '\r\x1b[K';

/** @param write to a terminal */
export function createProgress(write: (text: string) => void, { nowMs }: Pick<Timing, 'nowMs'>): Progress {
  const startedAtMs = nowMs();
  let [pageCount, itemCount, writtenAtMs] = [0, 0, startedAtMs + QUIET_MS - BETWEEN_MS];
  let isShown = false;
  const show = () => {
    const now = nowMs();
    if (now - writtenAtMs < BETWEEN_MS) return;
    writtenAtMs = now;
    isShown = true;
    const rate = Math.round(itemCount / ((now - startedAtMs) / 1000));
    write(`${CLEAR_LINE}Reading: ${pageCount} pages, ${itemCount} items, ${rate} items/s`);
  };
  return {
    follow: followPages((_environmentId, items) => {
      pageCount += 1;
      itemCount += items.length;
      show();
    }),
    clear: () => {
      if (isShown) write(CLEAR_LINE);
      isShown = false;
    },
  };
}
