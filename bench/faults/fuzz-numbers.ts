/** Finds what no parser may return: numbers and dates that are none, and instants that no age can be reckoned from. */

/** @returns the path to it; null: there is none */
export function findUnreal(value: unknown, path = 'it'): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? path : null;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  const entries: Iterable<[string, unknown]> =
    value instanceof Map ? [...value].map(([key, each]) => [String(key), each]) : Object.entries(value);
  for (const [key, each] of entries) {
    const found = findUnreal(each, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
