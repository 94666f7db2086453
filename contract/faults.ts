/** Faults in what a person wrote: all of them at once, each with its path, its value and the remedy. */
import * as v from 'valibot';

export interface Fault {
  /** Such as `monitors.default.environments[1]`; empty for the whole document. */
  readonly path: string;
  readonly value: unknown;
  readonly remedy: string;
}

/** Input that was refused. Thrown by everything that reads settings, configuration or state. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly faults: readonly Fault[];

  constructor(subject: string, faults: readonly Fault[]) {
    super(`${subject} is not valid:\n${faults.map((fault) => `  ${formatFault(fault)}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * @throws {InvalidInputError} when the input does not fit the schema
 */
export function parseWith<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  subject: string,
  rootPath = '',
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw new InvalidInputError(
    subject,
    result.issues.map((issue) => toFault(issue, rootPath)),
  );
}

function toFault(issue: v.BaseIssue<unknown>, rootPath: string): Fault {
  const deepest = deepestIssue(issue);
  const keys = [...(issue.path ?? []), ...(deepest === issue ? [] : (deepest.path ?? []))].map(
    (item) => item.key,
  );
  const path = keys.reduce<string>((soFar, key) => joinPath(soFar, key), rootPath);
  if (deepest.type === 'strict_object' && deepest.expected === 'never') {
    return { path, value: deepest.input, remedy: `remove it: there is no setting of this name` };
  }
  if (deepest.type === 'strict_object' && deepest.input === undefined && deepest.expected !== 'Object') {
    return { path, value: undefined, remedy: 'it is required' };
  }
  return { path, value: deepest.input, remedy: deepest.message || issue.message };
}

/** A union reports itself; where exactly one of its options got further than the type, that option says more. */
function deepestIssue(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  if (issue.type !== 'union' || issue.issues === undefined) return issue;
  const further = issue.issues.filter(
    (inner) => (inner.path?.length ?? 0) > 0 || inner.kind === 'validation',
  );
  const first = further[0];
  return further.length > 0 && first !== undefined ? deepestIssue(first) : issue;
}

function joinPath(path: string, key: unknown): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

function formatFault({ path, value, remedy }: Fault): string {
  const shown = value === undefined ? 'missing' : abbreviate(JSON.stringify(value) ?? String(value));
  return `${path === '' ? '(whole)' : path}: ${shown}: ${remedy}`;
}

function abbreviate(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
