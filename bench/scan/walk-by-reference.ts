/** A full walk as one would write it from the reference page: cursors, the largest page, the advised pause. */

const PAGE_PAUSE_MS = 100;

export interface WalkDeps {
  /** Answers a path below the base URL with the body of a page. */
  readonly fetchPage: (path: string) => Promise<string>;
  readonly sleep: (durationMs: number) => Promise<void>;
}

interface Page {
  readonly data: readonly { readonly id: string; readonly state: string }[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

/** Keeps only what is alive: how much it must read is the matter, not how much it could hoard. */
export async function walkByReference({ fetchPage, sleep }: WalkDeps, environmentId: string) {
  const live: Page['data'][number][] = [];
  let requestCount = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? 'limit=100' : `limit=100&page=${cursor}`;
    const page: Page = JSON.parse(await fetchPage(`/environments/${environmentId}/work?${query}`));
    requestCount++;
    live.push(...page.data.filter(({ state }) => state !== 'stopped'));
    cursor = page.has_more ? page.next_page : null;
    if (cursor !== null) await sleep(PAGE_PAUSE_MS);
  }
  return { requestCount, liveCount: live.length };
}
