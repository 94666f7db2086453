/** Parts of a value of which nothing is known yet. */

/** @returns nothing where the value is no object */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** @returns nothing where the value is no list */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const partOf = (value: unknown, name: string): unknown => recordOf(value)[name];
