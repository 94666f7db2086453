/** The state table in a stand-in, with a meter of request units on the client. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../local/stand-ins/credentials.ts';
import { startDynamoDb } from '../../local/stand-ins/dynamodb.ts';
import { createTraffic } from '../../local/stand-ins/traffic.ts';

export interface MeteredTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly units: () => { readonly dynamoReadUnits: number; readonly dynamoWriteUnits: number };
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

const TABLE_NAME = 'monitor-state';

export async function startMeteredTable(): Promise<MeteredTable> {
  const { url, close } = await startDynamoDb(createTraffic(performance.now.bind(performance)), TABLE_NAME);
  const client = new DynamoDBClient({
    endpoint: url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
  });
  let [readUnits, writeUnits] = [0, 0];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const units = unitsOf(result.output);
      if (context.commandName === 'QueryCommand') readUnits += units;
      else writeUnits += units;
      return result;
    },
    { step: 'initialize' },
  );
  return {
    client,
    tableName: TABLE_NAME,
    units: () => ({ dynamoReadUnits: readUnits, dynamoWriteUnits: writeUnits }),
    reset: () => {
      [readUnits, writeUnits] = [0, 0];
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

/** @throws {Error} for a call that does not tell, which would otherwise cost nothing */
function unitsOf(output: object): number {
  const { ConsumedCapacity: told } = output as {
    readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
  };
  if (told?.CapacityUnits === undefined)
    throw new Error('Cannot count request units: the stand-in told none');
  return told.CapacityUnits;
}
