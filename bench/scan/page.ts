/** docs/bench-scan.md: the tables, with what they mean. Pure. */
import type { ImportTime } from '../import-time.ts';
import type { PageTime } from '../page-time.ts';
import { LATENCY_MS, type Measurements } from './measure-scans.ts';
import { toFirstWalkTable, toImportTable, toPageTable, toReferenceTable, toSteadyTable } from './tables.ts';

export interface BenchResult {
  readonly scans: Measurements;
  readonly imports: readonly ImportTime[];
  readonly page: PageTime;
  /** How many steady readings a median is of. */
  readonly steadyRunCount: number;
  readonly measuredOn: string;
}

export function toBenchPage({ scans, imports, page, steadyRunCount, measuredOn }: BenchResult): string {
  return `# What a scan costs

<!-- Written by npm run bench:scan -- --write. -->

${measuredOn}.

The API is the simulator behind a loopback socket; every reader is a process of its own. Requests are list requests: spot
checks, stats and names come besides. "Peak heap" is what was reachable after collecting garbage, "peak memory" what the
process held, Node itself included, its heap limited to 192 MB because a function may have as little as 256 MB.

## Steady state

What every minute costs once a list is known. Real time over a real socket, ${LATENCY_MS} ms of latency in the server, the client's own
limit of 50 requests a second; median of ${steadyRunCount}. "At most" is the sum of ceil((cluster + 1) / 100) over the clusters of rows
that are alive, the tail being one. A known list has 40 s. The row of ranges is what the state holds of the list; its
limit is 64 KB.

${toSteadyTable(scans.lists)}

Lists without a row of ranges are read whole: no jump would save a request. A stretch without a jump is read page after
page, ${LATENCY_MS} ms for the answer and the advised pause of 100 ms, so 38 s are enough for 270 pages: 27,000 rows. A stretch of 2,000 rows
or more is divided by waypoints, whatever is in it, so that its parts are read at the same time.

## First walk

What a new environment costs once. A walk stops at 45 s and goes on in the next run. **Time is virtual here**: requests
and answers are real, and the latency of ${LATENCY_MS} ms and the pause of 100 ms between pages are counted, not waited for.
"Of one walk" is the share of requests that reading the list once would need; the final reading, of all that is alive,
comes besides.

${toFirstWalkTable(scans.lists)}

## A full walk instead

What one would write from the reference page: \`limit=100\`, the cursor \`page\`, 100 ms between pages, keeping only what is
alive. It costs this every minute, whatever is alive. Virtual time, as above.

${toReferenceTable(scans.referenceWalks)}

## Loading and understanding

${toImportTable(imports)}

${toPageTable(page)}
`;
}
