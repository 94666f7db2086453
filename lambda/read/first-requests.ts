/** Waits until the first requests of a run have settled: only then is enough known to say what time it is. */

/** A second of the API's rate; those that come later could only make the others wait. */
const FIRST_REQUESTS_COUNT = 50;
/** Of so many one need not have answered: where ten agree, one that hangs changes nothing. */
const ONE_STRAGGLER_OF_COUNT = 10;

export interface FirstRequests {
  /** To be called when the first request for the environment has been answered, or has failed; again does no harm. */
  readonly settle: (environmentId: string) => void;
  readonly allSettled: Promise<void>;
}

export function createFirstRequests(environmentIds: readonly string[]): FirstRequests {
  const open = new Set(environmentIds.slice(0, FIRST_REQUESTS_COUNT));
  const stragglerCount = Math.floor(open.size / ONE_STRAGGLER_OF_COUNT);
  let resolve: () => void = () => undefined;
  const allSettled = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });
  if (open.size === 0) resolve();
  return {
    settle: (id) => {
      if (open.delete(id) && open.size <= stragglerCount) resolve();
    },
    allSettled,
  };
}
