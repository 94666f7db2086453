/** What a person may have meant who wrote a name that does not exist: an option, a command or a setting. */

/** @returns the name that is closest to what was written; null where none is close */
export function findMeant(written: string, names: Iterable<string>): string | null {
  const wanted = normalize(written);
  let [meant, leastDistance]: [string | null, number] = [null, allowedDistance(wanted)];
  for (const name of names) {
    const distance = editDistance(wanted, normalize(name));
    if (distance > leastDistance || (distance === leastDistance && meant !== null)) continue;
    [meant, leastDistance] = [name, distance];
  }
  return meant ?? findWhole(wanted, names);
}

/** What was written is only its beginning, such as `heartbeatInterval`. */
function findWhole(wanted: string, names: Iterable<string>): string | null {
  const wholes = wanted.length < 4 ? [] : [...names].filter((name) => normalize(name).startsWith(wanted));
  return wholes.length === 1 ? (wholes[0] ?? null) : null;
}

/** `did you mean x?`, or nothing. */
export function didYouMean(
  written: string,
  names: Iterable<string>,
  toShown = (name: string) => name,
): string {
  const meant = findMeant(written, names);
  return meant === null ? '' : `did you mean ${toShown(meant)}?`;
}

/** `base_url` and `baseUrl` are meant alike. */
const normalize = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '');

/** One slip in three characters is a typo, more is another word. */
const allowedDistance = (name: string): number => Math.min(3, Math.floor(name.length / 3));

/** Insertions, deletions and replacements of a character, and neighbours that changed places. Source: Damerau, 1964. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
