/** A table on anything that calls itself DynamoDB, with rows of its own for each test. */

import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { type Share, WHOLE } from '../../../lambda/model/share.ts';
import { createStore, type Store } from '../../../lambda/remember/store.ts';
import type { Table } from '../../../lambda/remember/table.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { createStateTable } from '../../../local/stand-ins/dynamodb.ts';

const TABLE = 'state-under-test';

export type StartBackend = () => Promise<{ url: string; close: () => Promise<void> }>;

export interface StateTable {
  /** The store of a monitor that no other test has. */
  readonly newStore: () => { readonly store: Store; readonly monitor: string };
  readonly storeOf: (monitor: string, share?: Share, timing?: Table['timing']) => Store;
  /** Writes a row past the store. */
  readonly putRaw: (row: Record<string, unknown>) => Promise<unknown>;
  /** Reads a row past the store. */
  readonly getRaw: (monitor: string, sortKey: string) => Promise<Record<string, unknown> | undefined>;
}

/** Starts it before the tests of the file and ends it after them. */
export function useStateTable(start: StartBackend): StateTable {
  let backend: Awaited<ReturnType<StartBackend>>;
  let client: DynamoDBClient;
  let monitorCount = 0;

  beforeAll(async () => {
    backend = await start();
    const config = { endpoint: backend.url, region: STAND_IN_REGION, credentials: STAND_IN_CREDENTIALS };
    client = new DynamoDBClient(config);
    await createStateTable(backend.url, TABLE);
  });
  afterAll(async () => {
    client.destroy();
    await backend.close();
  });

  const storeOf: StateTable['storeOf'] = (monitor, share = WHOLE, timing) =>
    createStore({ client, tableName: TABLE, monitor, share, ...(timing === undefined ? {} : { timing }) });
  return {
    storeOf,
    newStore: () => {
      monitorCount += 1;
      return { store: storeOf(`monitor-${monitorCount}`), monitor: `monitor-${monitorCount}` };
    },
    getRaw: async (pk, sk) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: marshall({ pk, sk }) }));
      return Item === undefined ? undefined : unmarshall(Item);
    },
    putRaw: (row) => client.send(new PutItemCommand({ TableName: TABLE, Item: marshall(row) })),
  };
}
