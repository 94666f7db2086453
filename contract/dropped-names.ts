/** Names in what a person wrote that a schema would pass over without a word. */

/** Source: valibot's records leave them out of what they check and return. */
const DROPPED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

export interface Dropped {
  /** From the whole to it. */
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
}

export function findDropped(value: unknown, keys: Dropped['keys'] = []): Dropped[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findDropped(item, [...keys, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    DROPPED.includes(name) ? [{ keys: [...keys, name], value: item }] : findDropped(item, [...keys, name]),
  );
}

/** As JSON has it: not what a program puts in, which may hold itself. */
const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
