/** Errors of our own in a run: each is collected so that the rest of the run goes on, and the run ends with them. */
export interface RunErrors {
  /** Runs the action; what it throws is kept with the action's name. @returns undefined when it threw */
  readonly collect: <T>(action: string, run: () => Promise<T>) => Promise<T | undefined>;
  /** Keeps an error that was caught already. */
  readonly add: (action: string, cause: unknown) => void;
  readonly all: () => readonly Error[];
  /** @throws {AggregateError} when any were collected */
  readonly throwIfAny: () => void;
}

/** Lambda logs what was thrown in one line: with a table that is down there is an error for every environment. */
const THROWN_COUNT = 20;

export function createRunErrors(): RunErrors {
  const errors: Error[] = [];
  const add = (action: string, cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    errors.push(new Error(`Could not ${action}: ${reason}`, { cause }));
  };
  return {
    add,
    collect: async (action, run) => {
      try {
        return await run();
      } catch (cause) {
        add(action, cause);
        return undefined;
      }
    },
    all: () => errors,
    throwIfAny: () => {
      if (errors.length === 0) return;
      const leftCount = errors.length - THROWN_COUNT;
      const thrown = errors.slice(0, THROWN_COUNT);
      const lines = [
        ...thrown.map(({ message }) => message),
        ...(leftCount > 0 ? [`and ${leftCount} more`] : []),
      ];
      throw new AggregateError(thrown, lines.join('\n'));
    },
  };
}

/** An error with its chain of causes, without stacks: the log is read by people at night. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  const causes = inner.map(describeError).join('; ');
  return `${error.name}: ${error.message}${causes === '' ? '' : ` (${causes})`}`;
}
