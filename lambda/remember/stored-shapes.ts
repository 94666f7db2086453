/** What the shapes of stored values are made of. */
import * as v from 'valibot';

/** A schema for every field of `T`, none forgotten. */
export type EntriesOf<T> = { readonly [Key in keyof T]-?: v.GenericSchema<unknown, T[Key]> };

export const instant = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
  v.date(),
);
export const text = v.string();
export const nullableText = v.nullable(v.string());
export const nullableInstant = v.nullable(instant);
/** JSON can hold 1e999, which is read as no finite number; nothing here writes it. */
export const finite = v.pipe(v.number(), v.finite());
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
