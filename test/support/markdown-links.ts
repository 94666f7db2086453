/** Links and headings of a Markdown page, as far as this repository's pages use them. */

export interface Link {
  /** Relative to the page; empty for the page itself. */
  readonly file: string;
  /** Empty: none. */
  readonly anchor: string;
}

const withoutCode = (page: string) => page.replace(/^ *```[\s\S]*?^ *```/gm, '');

/** Links to files and headings. Addresses on the web are left out: no test needs the network. */
export function linksOf(page: string): Link[] {
  return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return { file, anchor };
    });
}

/** Anchors of the headings, as GitHub makes them. Source: its documentation, "Section links". */
export function anchorsOf(page: string): ReadonlySet<string> {
  return new Set(
    [...withoutCode(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) =>
      (heading ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}
