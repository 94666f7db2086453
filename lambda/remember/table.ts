/**
 * The monitor's table: its keys, and conditional writes of single rows, which the SDK may repeat without harm.
 * Sort keys are chosen so that one range from `demand` to the last `ranges#` row reads what a run needs and
 * nothing else: the run row sorts after it.
 */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Share, shardSuffix, WHOLE } from '../model/share.ts';
import type { Timing } from '../timing.ts';
import { STATE_SCHEMA_VERSION } from './codec.ts';

export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Name of the monitor: the partition key of all its rows. */
  readonly monitor: string;
  /** @default WHOLE */
  readonly share?: Share;
  /** By which several functions leave each other room to read. @default none is left */
  readonly timing?: Pick<Timing, 'nowMs' | 'sleep'>;
}

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

export const SORT_KEYS = {
  demand: 'demand',
  directory: 'directory',
  environmentPrefix: 'environment#',
  monitor: 'monitor',
  rangesPrefix: 'ranges#',
  /** Lease, run number and memory; of every shard but the first with its number behind. */
  run: 'run',
  /** How many shards there are, and what their first runs go on from. Missing: there never was more than one. */
  layout: 'run#layout',
} as const;

/** Of the row that a shard ends its runs with. */
export const runKeyOf = ({ share = WHOLE }: Table): string => `${SORT_KEYS.run}${shardSuffix(share.index)}`;

/** Sorts after the rows of all leases. */
export const LAST_RUN_KEY = `${SORT_KEYS.run}#~`;

/** Sorts after every row of ranges and before the run row. */
export const LAST_SORT_KEY = `${SORT_KEYS.rangesPrefix}~`;

/** A write refused because another run was faster: the newer state wins. */
export class StateConflictError extends Error {
  override readonly name = 'StateConflictError';
}

/**
 * Writes a row on the condition that it is still the expected version.
 * @param expectedVersion null: there is no row yet
 * @returns the new version
 * @throws {StateConflictError}
 */
export async function putRow(
  { client, tableName, monitor }: Table,
  sortKey: string,
  body: string | Uint8Array,
  expectedVersion: number | null,
): Promise<number> {
  const version = (expectedVersion ?? 0) + 1;
  const writeId = randomUUID();
  const Item = marshall({
    [PARTITION_KEY]: monitor,
    [SORT_KEY]: sortKey,
    version,
    writeId,
    schemaVersion: STATE_SCHEMA_VERSION,
    body,
  });
  const put = new PutItemCommand({
    TableName: tableName,
    Item,
    ...either(versionIs(expectedVersion), isOwnWrite(writeId)),
  });
  if ((await unlessRefused(client.send(put))) === null)
    throw conflict('Saving', monitor, sortKey, expectedVersion);
  return version;
}

/**
 * A row that is gone already is no conflict.
 * @param expectedVersion null: whatever it is
 * @throws {StateConflictError}
 */
export async function deleteRow(
  { client, tableName, monitor }: Table,
  sortKey: string,
  expectedVersion: number | null,
): Promise<void> {
  const Key = marshall({ [PARTITION_KEY]: monitor, [SORT_KEY]: sortKey });
  const condition = expectedVersion === null ? {} : either(versionIs(expectedVersion), versionIs(null));
  const remove = new DeleteItemCommand({ TableName: tableName, Key, ...condition });
  if ((await unlessRefused(client.send(remove))) === null)
    throw conflict('Removing', monitor, sortKey, expectedVersion);
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

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** The SDK repeats a write whose answer was lost: the row that it finds is then its own. */
function isOwnWrite(writeId: string): Condition {
  return {
    ConditionExpression: '#writeId = :writeId',
    ExpressionAttributeNames: { '#writeId': 'writeId' },
    ExpressionAttributeValues: marshall({ ':writeId': writeId }),
  };
}

function either(one: Condition, other: Condition): Condition {
  const values = { ...one.ExpressionAttributeValues, ...other.ExpressionAttributeValues };
  return {
    ConditionExpression: `${one.ConditionExpression} OR ${other.ConditionExpression}`,
    ExpressionAttributeNames: { ...one.ExpressionAttributeNames, ...other.ExpressionAttributeNames },
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/** A row without a version was not written by this function: it may be overwritten as if it were absent. */
function versionIs(version: number | null): Condition {
  const ExpressionAttributeNames = { '#version': 'version' };
  if (version === null) {
    return { ConditionExpression: 'attribute_not_exists(#version)', ExpressionAttributeNames };
  }
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames,
    ExpressionAttributeValues: marshall({ ':version': version }),
  };
}

function conflict(action: string, monitor: string, sortKey: string, version: number | null) {
  const expected = version === null ? 'absent' : `at version ${version}`;
  return new StateConflictError(
    `${action} row ${sortKey} of monitor ${monitor} failed: it is no longer ${expected}; a newer run changed it`,
  );
}
