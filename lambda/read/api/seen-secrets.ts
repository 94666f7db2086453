/** Every secret that was held, to keep it out of texts. */

/** Exchanged tokens come for ever. More of them than this do not live at the same time, but where all are rejected. */
const REMEMBERED_EXCHANGED_COUNT = 8;

export interface SeenSecrets {
  readonly all: () => ReadonlySet<string>;
  /** A token or key of the secret: never forgotten. */
  readonly add: (secret: string) => void;
  readonly addExchanged: (token: string) => void;
}

export function createSeenSecrets(): SeenSecrets {
  // One set, and not one made for each text: every id of a page is looked at.
  const all = new Set<string>();
  const exchanged: string[] = [];
  return {
    all: () => all,
    add: (secret) => void all.add(secret),
    addExchanged: (token) => {
      if (all.has(token)) return;
      all.add(token);
      exchanged.push(token);
      if (exchanged.length > REMEMBERED_EXCHANGED_COUNT) all.delete(exchanged.shift() ?? '');
    },
  };
}
