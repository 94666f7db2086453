/** Time and chance, as arguments: everything that waits, retries or draws lots takes them from here. */

export interface Timing {
  /** Monotonic milliseconds, for durations and deadlines only; its zero means nothing. */
  readonly nowMs: () => number;
  /** Resolves after the time, or rejects with the signal's reason as soon as it aborts. */
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What a whole run takes, whose stages have limits of their own. */
export interface RunTiming extends Timing {
  /** Aborts after the time; keeps no process alive. */
  readonly signalAfter: (durationMs: number) => AbortSignal;
}

export const systemTiming: RunTiming = {
  nowMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, durationMs);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
  signalAfter: (durationMs) => AbortSignal.timeout(Math.max(1, Math.round(durationMs))),
  random: Math.random,
};
