/**
 * Keeps runs from overlapping, by the function's own clock. The row that holds the lease also holds the run
 * number and the memory, so one write takes the lease and one write ends the run.
 */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { RunMemory } from '../model/run-memory.ts';
import { type RowFault, runMemoryCodec, STATE_SCHEMA_VERSION } from './state-codec.ts';
import { StateConflictError } from './state-conflict-error.ts';
import { PARTITION_KEY, SORT_KEY, SORT_KEYS } from './state-rows.ts';

export interface Lease {
  /** One more than the run before, failed ones included. */
  readonly runNumber: number;
  readonly memory: RunMemory;
  /** Why the memory is empty although a run came before. */
  readonly memoryFault: RowFault | null;
}

export interface LeaseStore {
  /**
   * Takes the lease if it is free, expired by `now`, already ours (a repeated request), or from a clock that was wrong.
   * @returns null while another run holds it
   */
  acquireLease(request: {
    readonly holder: string;
    readonly now: Date;
    readonly durationSeconds: number;
  }): Promise<Lease | null>;
  /**
   * Ends a run: writes the memory and frees the lease in one write.
   * @throws {StateConflictError} when the lease is no longer ours; nothing is written then
   */
  releaseLease(request: { readonly holder: string; readonly memory: RunMemory }): Promise<void>;
  /** Frees the lease of a failed run and leaves the memory as it was. Nothing to do if it is no longer ours. */
  abandonLease(request: { readonly holder: string }): Promise<void>;
}

export interface StateStoreDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Name of the monitor: the partition key of all its rows. */
  readonly monitor: string;
}

type Request<Method extends keyof LeaseStore> = Parameters<LeaseStore[Method]>[0];

export function createLeaseStore(deps: StateStoreDeps): LeaseStore {
  return {
    acquireLease: (request) => acquire(deps, request),
    releaseLease: (request) => release(deps, request),
    abandonLease: (request) => abandon(deps, request),
  };
}

const NAMES = { '#holder': 'holder', '#expires': 'expiresAtMs' };

async function acquire(
  deps: StateStoreDeps,
  { holder, now, durationSeconds }: Request<'acquireLease'>,
): Promise<Lease | null> {
  const nowMs = now.getTime();
  const answer = await update(deps, {
    UpdateExpression: 'SET #holder = :holder, #expires = :expires ADD #run :one',
    ConditionExpression:
      'attribute_not_exists(#holder) OR #holder = :holder OR #expires <= :now OR #expires > :unreal',
    ExpressionAttributeNames: { ...NAMES, '#run': 'runNumber' },
    ExpressionAttributeValues: marshall({
      ':holder': holder,
      ':expires': nowMs + durationSeconds * 1000,
      ':now': nowMs,
      // No lease lasts that long: one of the two clocks is wrong, and waiting for it could blind the monitor for hours.
      ':unreal': nowMs + 2 * durationSeconds * 1000,
      ':one': 1,
    }),
    ReturnValues: 'ALL_NEW',
  });
  return answer === null ? null : toLease(unmarshall(answer.Attributes ?? {}));
}

async function release(deps: StateStoreDeps, { holder, memory }: Request<'releaseLease'>): Promise<void> {
  const answer = await update(deps, {
    UpdateExpression: 'SET #body = :body, #schema = :schema, #released = :holder REMOVE #holder, #expires',
    // The SDK repeats a write whose answer was lost: the lease is then free, and by ourselves.
    ConditionExpression: '#holder = :holder OR (attribute_not_exists(#holder) AND #released = :holder)',
    ExpressionAttributeNames: {
      ...NAMES,
      '#body': 'body',
      '#schema': 'schemaVersion',
      '#released': 'releasedBy',
    },
    ExpressionAttributeValues: marshall({
      ':body': runMemoryCodec.encode(memory),
      ':schema': STATE_SCHEMA_VERSION,
      ':holder': holder,
    }),
  });
  if (answer !== null) return;
  throw new StateConflictError(
    `Ending the run of ${holder} failed: another run of monitor ${deps.monitor} took the lease; this run was too slow`,
  );
}

async function abandon(deps: StateStoreDeps, { holder }: Request<'abandonLease'>): Promise<void> {
  await update(deps, {
    UpdateExpression: 'REMOVE #holder, #expires',
    ConditionExpression: '#holder = :holder',
    ExpressionAttributeNames: NAMES,
    ExpressionAttributeValues: marshall({ ':holder': holder }),
  });
}

/** @returns null when the condition did not hold */
function update(
  { client, tableName, monitor }: StateStoreDeps,
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
): Promise<UpdateItemCommandOutput | null> {
  const Key = marshall({ [PARTITION_KEY]: monitor, [SORT_KEY]: SORT_KEYS.run });
  return unlessRefused(client.send(new UpdateItemCommand({ TableName: tableName, Key, ...input })));
}

function toLease(row: Record<string, unknown>): Lease {
  const runNumber = Number(row.runNumber);
  // Before the first run has ended there is no memory, which is no fault.
  if (row.body === undefined) return { runNumber, memory: runMemoryCodec.empty, memoryFault: null };
  const { value, fault } = runMemoryCodec.decode(row.body, row.schemaVersion);
  return { runNumber, memory: value, memoryFault: fault };
}

/** @returns null when the write's condition did not hold */
export async function unlessRefused<T>(write: Promise<T>): Promise<T | null> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
