/**
 * From values to the text of a row and back. Reading never throws: state can be rebuilt, so a row that
 * cannot be read counts as empty, with its fault said, and is overwritten by the next save.
 */

import * as v from 'valibot';
import type { Directory } from '../model/directory.ts';
import { EMPTY_STATE, type EnvironmentState } from '../model/environment-state.ts';
import { EMPTY_MEMORY, type RunMemory } from '../model/run-memory.ts';
import { directorySchema, environmentStateSchema, runMemorySchema } from './state-schema.ts';

/** Of every row this version writes. Raise it when an older version could not read the new shape. */
export const STATE_SCHEMA_VERSION = 1;

/** `newer-version`: written by a later version of this function, before a rollback. */
export type RowFault = 'corrupt' | 'newer-version';

export interface Decoded<T> {
  readonly value: T;
  readonly fault: RowFault | null;
}

/** How one kind of value is stored; `empty` is what an absent or unreadable row counts as. */
export interface Codec<T, Body = string> {
  readonly empty: T;
  readonly encode: (value: T) => Body;
  readonly decode: (body: unknown, schemaVersion: unknown) => Decoded<T>;
}

export const environmentStateCodec = createCodec<EnvironmentState>(environmentStateSchema, EMPTY_STATE);

export const directoryCodec = createCodec<Directory>(directorySchema, {
  readAt: null,
  environments: [],
});

export const runMemoryCodec = createCodec<RunMemory>(runMemorySchema, EMPTY_MEMORY);

function createCodec<T>(schema: v.GenericSchema<unknown, T>, empty: T): Codec<T> {
  const unreadable = (fault: RowFault): Decoded<T> => ({ value: empty, fault });
  return {
    empty,
    encode: (value) => JSON.stringify(value),
    decode: (body, schemaVersion) => {
      if (typeof schemaVersion !== 'number' || typeof body !== 'string') return unreadable('corrupt');
      if (schemaVersion > STATE_SCHEMA_VERSION) return unreadable('newer-version');
      const parsed = v.safeParse(schema, parseJson(body));
      return parsed.success ? { value: parsed.output, fault: null } : unreadable('corrupt');
    },
  };
}

/** @returns undefined for text that is not JSON, which no schema accepts */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
