/** Tokens of what the secret holds, for as long as it holds it. */

export interface ValidToken {
  readonly token: string;
  /** On the scale of timing.nowMs: no clock of anybody else's decides it. */
  readonly endsAtMs: number;
}

export interface TokenSource {
  /** @param deadlineMs of whoever needs it, on the scale of timing.nowMs */
  readonly current: (deadlineMs: number) => Promise<string>;
  /** The token to use instead of a rejected one; null when there is no other. */
  readonly replace: (rejected: string, deadlineMs: number) => Promise<string | null>;
  /** The token in use; null: there was none yet. */
  readonly latest: () => ValidToken | null;
  /** Why the token in use could not be renewed; null: it was, or need not be. */
  readonly trouble: () => Error | null;
}

/** A token of the secret's own, which nobody here knows the end of. */
export function createFixedSource(token: string): TokenSource {
  return {
    current: async () => token,
    replace: async (rejected) => (token === rejected ? null : token),
    latest: () => ({ token, endsAtMs: Number.POSITIVE_INFINITY }),
    trouble: () => null,
  };
}
