/** What values from the wire are read by, wherever they stand. */
import * as v from 'valibot';

/** Null where it is missing or no text. */
export const optionalText = v.fallback(v.nullish(v.string(), null), null);

export type WireRow = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is WireRow => typeof value === 'object' && value !== null;
