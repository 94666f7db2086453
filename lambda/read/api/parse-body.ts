/** Fits a body to a schema, or says where it does not. */
import * as v from 'valibot';
import { type ApiAnswer, unexpectedResponse } from './api-answer.ts';

/** @throws {QoderError} of type `unexpected_response`, naming the path and the kind of value found there */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: ApiAnswer,
): v.InferOutput<Schema> {
  // To valibot, an array is an object too; one without any required entry would pass.
  if (Array.isArray(answer.body)) throw unexpectedResponse(answer, 'is an array, not an object');
  const result = v.safeParse(schema, answer.body);
  if (result.success) return result.output;
  const [{ path, expected, type, input }] = result.issues;
  const place = path === undefined ? '' : ` at ${path.map(({ key }) => String(key)).join('.')}`;
  const detail = `is not as documented${place}: expected ${expected ?? type}, got ${kindOf(input)}`;
  throw unexpectedResponse(answer, detail);
}

/** The kind only: the value itself comes from outside and could be anything. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
