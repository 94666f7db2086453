/** Which names an object may have, at a place within a schema: what a misspelt one may have been meant for. */
import type * as v from 'valibot';

/** What valibot's schemas hold of others, by whatever they are. */
interface Parts {
  readonly wrapped?: v.GenericSchema;
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly value?: v.GenericSchema;
}

/** @param keys the way into the document: names of settings, ids and indexes */
export function namesAt(schema: v.GenericSchema, keys: readonly unknown[]): readonly string[] {
  const { wrapped, options = [], entries, item, value } = schema as Parts;
  if (wrapped !== undefined) return namesAt(wrapped, keys);
  const schemas = options.filter((option): option is v.GenericSchema => typeof option === 'object');
  if (schemas.length > 0) return schemas.flatMap((option) => namesAt(option, keys));
  const [key, ...inner] = keys;
  if (key === undefined) return Object.keys(entries ?? {});
  const next = entries?.[String(key)] ?? item ?? value;
  return next === undefined ? [] : namesAt(next, inner);
}
