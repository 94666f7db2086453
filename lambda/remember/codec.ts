/**
 * From values to the text of a row and back. Reading never throws: state can be rebuilt, so a row that
 * cannot be read counts as empty, with its fault said, and is overwritten by the next save.
 */
import { isDeepStrictEqual } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import { EMPTY_VALUES, type Row, type RowKind, type RowValues, type Unreadable } from '../model/row.ts';
import { EMPTY_MEMORY, type RunMemory } from '../model/run-memory.ts';
import { NO_SESSION_MEMORY, type SessionMemory } from '../model/session.ts';
import { encodeDirectory } from './directory-codec.ts';
import { separate } from './later-conditions.ts';
import { runMemorySchema } from './memory-codec.ts';
import { encodeNorms } from './norms-codec.ts';
import { deflateJson, deflateRanges, inflateJson, scanMemorySchema } from './ranges-codec.ts';
import { demandsSchema, directorySchema, environmentStateSchema } from './schema.ts';
import { separateEvents } from './waiting-events.ts';

/** Of every row this version writes. Raise it when an older version could not read the new shape. */
export const STATE_SCHEMA_VERSION = 1;

/**
 * Source: a DynamoDB item ends at 400 KB. Up to here a state is text, which older versions read too; longer is that of a
 * monitor which tells several things of thousands of environments at once.
 */
export const PLAIN_STATE_BYTES = 380_000;

export interface Decoded<T> {
  readonly value: T;
  readonly unreadable: Unreadable | null;
}

const SCHEMAS: { readonly [Kind in RowKind]: v.GenericSchema<unknown, RowValues[Kind]> } = {
  environment: environmentStateSchema,
  monitor: environmentStateSchema,
  directory: directorySchema,
  ranges: scanMemorySchema,
  demand: demandsSchema,
};

export function encodeRow({ kind, value }: Row): string | Uint8Array {
  switch (kind) {
    case 'ranges':
      return deflateRanges(value as RowValues['ranges']);
    case 'demand':
      // Written every run, and ids are most of it.
      return deflateJson(value);
    case 'directory':
      return encodeDirectory(value as RowValues['directory']);
    case 'environment':
    case 'monitor':
      return encodeState(value as EnvironmentState);
  }
}

/** After a roll back 0.1.0 must read its incidents, of which it counts the runs without their condition itself, and its checks. */
function encodeState({ norms, sessions, spotCheck, ...rest }: EnvironmentState): string | Uint8Array {
  const { outbox, events } = separateEvents(rest.outbox);
  const { known, later } = separate({ ...rest, outbox });
  const text = JSON.stringify({
    ...rest,
    ...known,
    ...encodeNorms(norms),
    incidents: known.incidents.map((each) => ({ ...each, clearRunCount: 0 })),
    sessions: encodeSessions(sessions),
    spotCheck: { ...spotCheck, at: null },
    later,
    events,
  });
  return Buffer.byteLength(text) <= PLAIN_STATE_BYTES ? text : deflateRawSync(text);
}

/** @returns undefined where there is nothing: most monitors read no sessions */
const encodeSessions = (sessions: SessionMemory): SessionMemory | undefined =>
  isDeepStrictEqual(sessions, NO_SESSION_MEMORY) ? undefined : sessions;

export function decodeRow<Kind extends RowKind>(
  kind: Kind,
  body: unknown,
  schemaVersion: unknown,
): Decoded<RowValues[Kind]> {
  const json = body instanceof Uint8Array ? inflateJson(body) : parseText(body);
  return decode(SCHEMAS[kind], EMPTY_VALUES[kind], json, schemaVersion);
}

export function decodeMemory(body: unknown, schemaVersion: unknown): Decoded<RunMemory> {
  return decode(runMemorySchema, EMPTY_MEMORY, parseText(body), schemaVersion);
}

function decode<T>(
  schema: v.GenericSchema<unknown, T>,
  empty: T,
  json: unknown,
  schemaVersion: unknown,
): Decoded<T> {
  if (typeof schemaVersion === 'number' && schemaVersion > STATE_SCHEMA_VERSION)
    return { value: empty, unreadable: 'newer-version' };
  const parsed = v.safeParse(schema, json);
  const isReadable = typeof schemaVersion === 'number' && parsed.success;
  return isReadable ? { value: parsed.output, unreadable: null } : { value: empty, unreadable: 'corrupt' };
}

/** @returns undefined for what is no JSON text, which no schema accepts */
const parseText = (body: unknown): unknown => (typeof body === 'string' ? parseJson(body) : undefined);
