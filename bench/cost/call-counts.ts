/** What one run asks of the services, on average. Pure. */

export interface CallCounts {
  readonly putMetricData: number;
  readonly dynamoWriteUnits: number;
  readonly dynamoReadUnits: number;
  readonly secretReads: number;
  readonly logBytes: number;
  /** Requests to the Qoder API. */
  readonly apiRequests: number;
}

export const NO_CALLS: CallCounts = {
  putMetricData: 0,
  dynamoWriteUnits: 0,
  dynamoReadUnits: 0,
  secretReads: 0,
  logBytes: 0,
  apiRequests: 0,
};

const NAMES = Object.keys(NO_CALLS) as (keyof CallCounts)[];

const combine = (of: (name: keyof CallCounts) => number): CallCounts =>
  Object.fromEntries(NAMES.map((name) => [name, of(name)])) as unknown as CallCounts;

export const perRun = (counts: CallCounts, runCount: number): CallCounts =>
  combine((name) => counts[name] / runCount);

/** What is more in the first; what is less saves nothing. */
export const addedBy = (counts: CallCounts, before: CallCounts): CallCounts =>
  combine((name) => Math.max(0, counts[name] - before[name]));

export interface SplitCounts {
  /** Whatever the number of environments. */
  readonly fixed: CallCounts;
  /** Of each environment. */
  readonly perEnvironment: CallCounts;
}

/**
 * Takes apart what a monitor costs and what each environment adds, from two countings.
 * @throws {RangeError} when both are of the same number of environments
 */
export function splitCounts(
  few: { readonly environmentCount: number; readonly counts: CallCounts },
  many: { readonly environmentCount: number; readonly counts: CallCounts },
): SplitCounts {
  const addedCount = many.environmentCount - few.environmentCount;
  if (addedCount <= 0) {
    throw new RangeError(
      `Cannot split counts of ${few.environmentCount} and ${many.environmentCount} environments`,
    );
  }
  const perEnvironment = combine((name) => (many.counts[name] - few.counts[name]) / addedCount);
  const fixed = combine((name) => few.counts[name] - few.environmentCount * perEnvironment[name]);
  return { fixed, perEnvironment };
}
