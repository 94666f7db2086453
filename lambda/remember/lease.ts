/**
 * Keeps runs from overlapping, by the function's own clock. The row that holds the lease also holds the run
 * number and the memory, so one write takes the lease and one write ends the run.
 */

import {
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Unreadable } from '../model/row.ts';
import { EMPTY_MEMORY, type RunMemory } from '../model/run-memory.ts';
import { WHOLE } from '../model/share.ts';
import { decodeMemory, STATE_SCHEMA_VERSION } from './codec.ts';
import { encodeMemory } from './memory-codec.ts';
import { PARTITION_KEY, runKeyOf, SORT_KEY, StateConflictError, type Table, unlessRefused } from './table.ts';

export interface Lease {
  /** One more than the run before, failed ones included. */
  readonly runNumber: number;
  readonly memory: RunMemory;
  /** Why the memory is empty although a run came before. */
  readonly unreadableMemory: Unreadable | null;
  /** Shards that the first one has announced last; null: it knows of no other. */
  readonly announcedCount: number | null;
}

export interface LeaseStore {
  /**
   * Takes the lease if it is free, expired by `now`, already ours (a repeated request), or from a clock that was wrong.
   * @returns null while another run holds it
   */
  acquireLease(request: {
    readonly holder: string;
    readonly now: Date;
    readonly durationMs: number;
  }): Promise<Lease | null>;
  /**
   * Ends a run: writes the memory and frees the lease in one write.
   * @param request.memory null: what is remembered stays as it is
   * @param request.isAlone that nobody is left to be told how many there are; missing where nobody ever shared
   * @throws {StateConflictError} when the lease is no longer ours; nothing is written then
   */
  releaseLease(request: {
    readonly holder: string;
    readonly memory: RunMemory | null;
    readonly isAlone?: boolean;
  }): Promise<void>;
}

type Request<Method extends keyof LeaseStore> = Parameters<LeaseStore[Method]>[0];

export function createLeaseStore(table: Table): LeaseStore {
  return {
    acquireLease: (request) => acquire(table, request),
    releaseLease: (request) => release(table, request),
  };
}

/**
 * What a lease may have left where the holder's clock is ahead. Of one with more a clock is wrong, and waiting for it
 * could blind the monitor for hours.
 */
export const longestLeftMs = (durationMs: number): number => 2 * durationMs;

const NAMES = { '#holder': 'holder', '#expires': 'expiresAtMs' };
const SHARDS_NAME = { '#shards': 'shards' };

async function acquire(
  table: Table,
  { holder, now, durationMs }: Request<'acquireLease'>,
): Promise<Lease | null> {
  const nowMs = now.getTime();
  const { count } = table.share ?? WHOLE;
  // A row of before there were shards stays as it was.
  const isShared = count > 1;
  const answer = await update(table, {
    UpdateExpression: `SET #holder = :holder, #expires = :expires${isShared ? ', #shards = :shards' : ''} ADD #run :one`,
    ConditionExpression:
      'attribute_not_exists(#holder) OR #holder = :holder OR #expires <= :now OR #expires > :unreal',
    ExpressionAttributeNames: { ...NAMES, ...(isShared ? SHARDS_NAME : {}), '#run': 'runNumber' },
    ExpressionAttributeValues: marshall({
      ':holder': holder,
      ':expires': nowMs + durationMs,
      ':now': nowMs,
      ':unreal': nowMs + longestLeftMs(durationMs),
      ':one': 1,
      ...(isShared ? { ':shards': count } : {}),
    }),
    ReturnValues: 'ALL_NEW',
  });
  return answer === null ? null : toLease(unmarshall(answer.Attributes ?? {}));
}

async function release(
  table: Table,
  { holder, memory, isAlone = false }: Request<'releaseLease'>,
): Promise<void> {
  const isWritten = memory !== null;
  const written = [...(isWritten ? ['#body = :body', '#schema = :schema'] : []), '#released = :holder'];
  const forgetsShards = isWritten && isAlone;
  const answer = await update(table, {
    UpdateExpression: `SET ${written.join(', ')} REMOVE #holder, #expires${forgetsShards ? ', #shards' : ''}`,
    // The SDK repeats a write whose answer was lost: the lease is then free, and by ourselves.
    ConditionExpression: '#holder = :holder OR (attribute_not_exists(#holder) AND #released = :holder)',
    ExpressionAttributeNames: {
      ...NAMES,
      ...(isWritten ? { '#body': 'body', '#schema': 'schemaVersion' } : {}),
      ...(forgetsShards ? SHARDS_NAME : {}),
      '#released': 'releasedBy',
    },
    ExpressionAttributeValues: marshall({
      ...(isWritten ? { ':body': encodeMemory(memory), ':schema': STATE_SCHEMA_VERSION } : {}),
      ':holder': holder,
    }),
  });
  if (answer !== null) return;
  throw new StateConflictError(
    `Ending the run of ${holder} failed: another run of monitor ${table.monitor} took the lease; this run was too slow`,
  );
}

/** @returns null when the condition did not hold */
export function update(
  table: Table,
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
): Promise<UpdateItemCommandOutput | null> {
  const Key = marshall({ [PARTITION_KEY]: table.monitor, [SORT_KEY]: runKeyOf(table) });
  return unlessRefused(
    table.client.send(new UpdateItemCommand({ TableName: table.tableName, Key, ...input })),
  );
}

/** A row of a run, as the table holds it. */
export function toLease(row: Readonly<Record<string, unknown>>): Lease {
  const facts = {
    runNumber: Number(row.runNumber),
    announcedCount: row.shards === undefined ? null : Number(row.shards),
  };
  // Before the first run has ended there is no memory, which is no fault.
  if (row.body === undefined) return { ...facts, memory: EMPTY_MEMORY, unreadableMemory: null };
  const { value, unreadable } = decodeMemory(row.body, row.schemaVersion);
  return { ...facts, memory: value, unreadableMemory: unreadable };
}
