/** The token as one client uses it: checked before it can do harm, and read again once when it is rejected. */

export interface ApiToken {
  /** @throws {Error} when it cannot be read, or cannot be a token */
  readonly current: () => Promise<string>;
  /** The token to use instead of a rejected one; null when there is no other. Reads it again only once. */
  readonly replace: (rejected: string) => Promise<string | null>;
  /** Every token used, to keep them out of texts. */
  readonly seen: () => Iterable<string>;
}

/** @param readToken with `true`, what is cached is not good enough */
export function createApiToken(readToken: (refresh: boolean) => Promise<string>): ApiToken {
  const seen = new Set<string>();
  // Promises are kept, so that requests made at the same time share one reading.
  let current: Promise<string> | null = null;
  let refreshed: Promise<string> | null = null;

  const read = async (refresh: boolean) => {
    const token = parseToken(await readToken(refresh));
    seen.add(token);
    return token;
  };

  return {
    current: () => {
      current ??= read(false);
      return current;
    },
    replace: async (rejected) => {
      refreshed ??= read(true);
      current = refreshed;
      const token = await refreshed;
      return token === rejected ? null : token;
    },
    seen: () => seen,
  };
}

/** What is no header value never reaches fetch, which would quote it in its error. */
function parseToken(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error(
      `The API token cannot be sent: its ${token.length} characters are not all printable ASCII without spaces; store the token alone`,
    );
  }
  return token;
}
