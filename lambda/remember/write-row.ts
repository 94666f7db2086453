/** Conditional writes of single rows, which the SDK may repeat without harm. */
import { randomUUID } from 'node:crypto';
import { type AttributeValue, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { STATE_SCHEMA_VERSION } from './state-codec.ts';
import { StateConflictError } from './state-conflict-error.ts';
import { type StateStoreDeps, unlessRefused } from './state-lease.ts';
import { PARTITION_KEY, SORT_KEY } from './state-rows.ts';

/**
 * Writes a row on the condition that it is still the expected version.
 * @param expectedVersion null: there is no row yet
 * @returns the new version
 * @throws {StateConflictError}
 */
export async function saveRow(
  { client, tableName, monitor }: StateStoreDeps,
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
export async function removeRow(
  { client, tableName, monitor }: StateStoreDeps,
  sortKey: string,
  expectedVersion: number | null,
): Promise<void> {
  const Key = marshall({ [PARTITION_KEY]: monitor, [SORT_KEY]: sortKey });
  const condition = expectedVersion === null ? {} : either(versionIs(expectedVersion), versionIs(null));
  const remove = new DeleteItemCommand({ TableName: tableName, Key, ...condition });
  if ((await unlessRefused(client.send(remove))) === null)
    throw conflict('Removing', monitor, sortKey, expectedVersion);
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
