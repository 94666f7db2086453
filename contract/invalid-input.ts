/** Faults in what a person wrote: all of them at once, each with its path, its value and the remedy. */
import * as v from 'valibot';
import { didYouMean } from './did-you-mean.ts';
import { findDropped } from './dropped-names.ts';
import { namesAt } from './names-at.ts';

export interface InputFault {
  /** Such as `monitors.default.environments[1]`; empty for the whole document. */
  readonly path: string;
  readonly value: unknown;
  readonly remedy: string;
}

/** Input that was refused. Thrown by everything that reads settings, configuration or state. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly faults: readonly InputFault[];

  constructor(subject: string, faults: readonly InputFault[]) {
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
  throw new InvalidInputError(subject, findFaults(schema, input, rootPath));
}

/** @returns nothing for input that fits the schema */
export function findFaults(schema: v.GenericSchema, input: unknown, rootPath = ''): InputFault[] {
  const all = findAll(schema, input).map((finding) => toFault(schema, finding, rootPath));
  // Several checks of one value may have the same remedy.
  const faults = [...new Map(all.map((fault) => [`${fault.path}: ${fault.remedy}`, fault])).values()];
  const told = new Set(faults.map(({ path }) => path));
  const dropped = findDropped(input).map(({ keys, value }) => ({
    path: keys.reduce<string>(joinPath, rootPath),
    value,
    remedy: 'remove it: nothing can have this name',
  }));
  return [...faults, ...dropped.filter(({ path }) => !told.has(path))];
}

/** An issue with its whole path, and what to do about it. */
interface Finding {
  readonly issue: v.BaseIssue<unknown>;
  readonly keys: readonly unknown[];
  readonly remedy: string;
}

/** A strict object stops at its first unknown key: without that key the next one shows, until all are found. */
function findAll(schema: v.GenericSchema, input: unknown): Finding[] {
  const findings = (v.safeParse(schema, input).issues ?? []).flatMap((issue) => unfold(issue, [], ''));
  const unknownKeys = findings.filter(({ issue }) => isUnknownKey(issue));
  if (unknownKeys.length === 0) return findings;
  const rest = unknownKeys.reduce((soFar, { keys }) => withoutKey(soFar, keys), input);
  return [...unknownKeys, ...findAll(schema, rest)];
}

/** A union reports itself; where one of its options got further than the type, that option says more. */
function unfold(issue: v.BaseIssue<unknown>, outerKeys: readonly unknown[], outerRemedy: string): Finding[] {
  const keys = [...outerKeys, ...(issue.path ?? []).map((item) => item.key)];
  const remedy = issue.message || outerRemedy;
  const further =
    issue.type === 'union'
      ? (issue.issues ?? []).filter((inner) => inner.path !== undefined || inner.kind === 'validation')
      : [];
  if (further.length === 0) return [{ issue, keys, remedy }];
  return further.flatMap((inner) => unfold(inner, keys, remedy));
}

function withoutKey(value: unknown, [key, ...inner]: readonly unknown[]): unknown {
  if (Array.isArray(value)) {
    // An array where an object is expected has unknown keys too. What is removed leaves a hole: indexes stay true.
    const rest: unknown[] = value.slice();
    if (inner.length > 0) rest[Number(key)] = withoutKey(rest[Number(key)], inner);
    else delete rest[Number(key)];
    return rest;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (name !== key) return [[name, item]];
      return inner.length === 0 ? [] : [[name, withoutKey(item, inner)]];
    }),
  );
}

const isUnknownKey = ({ type, expected }: v.BaseIssue<unknown>) =>
  type === 'strict_object' && expected === 'never';

function toFault(schema: v.GenericSchema, { issue, keys, remedy }: Finding, rootPath: string): InputFault {
  const path = keys.reduce<string>((soFar, key) => joinPath(soFar, key), rootPath);
  if (isUnknownKey(issue)) {
    const value = issue.path?.at(-1)?.value;
    const meant = didYouMean(String(keys.at(-1)), namesAt(schema, keys.slice(0, -1)));
    return { path, value, remedy: `${meant || 'remove it:'} there is no setting of this name` };
  }
  if (issue.type === 'strict_object' && issue.input === undefined && issue.expected !== 'Object') {
    return { path, value: undefined, remedy: 'it is required' };
  }
  return { path, value: issue.input, remedy };
}

function joinPath(path: string, key: unknown): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

function formatFault({ path, value, remedy }: InputFault): string {
  const shown = value === undefined ? 'missing' : abbreviate(JSON.stringify(value) ?? String(value));
  return `${path === '' ? '(whole)' : path}: ${shown}: ${remedy}`;
}

function abbreviate(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
