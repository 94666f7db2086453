/** Faults of our own in a run: each is collected so that the rest of the run goes on, and the run ends with them. */
export interface Faults {
  /** Runs the action; what it throws is kept with the action's name. @returns undefined when it threw */
  readonly collect: <T>(action: string, run: () => Promise<T>) => Promise<T | undefined>;
  readonly all: () => readonly Error[];
  /** @throws {AggregateError} when any were collected */
  readonly throwIfAny: () => void;
}

/** Lambda logs what was thrown in one line: with a table that is down there is a fault for every environment. */
const THROWN_COUNT = 20;

export function createFaults(): Faults {
  const faults: Error[] = [];
  return {
    collect: async (action, run) => {
      try {
        return await run();
      } catch (cause) {
        faults.push(
          new Error(`Could not ${action}: ${cause instanceof Error ? cause.message : String(cause)}`, {
            cause,
          }),
        );
        return undefined;
      }
    },
    all: () => faults,
    throwIfAny: () => {
      if (faults.length === 0) return;
      const leftCount = faults.length - THROWN_COUNT;
      const thrown = faults.slice(0, THROWN_COUNT);
      const lines = [
        ...thrown.map(({ message }) => message),
        ...(leftCount > 0 ? [`and ${leftCount} more`] : []),
      ];
      throw new AggregateError(thrown, lines.join('\n'));
    },
  };
}
