/** Stands in for DynamoDB: dynalite in memory, with the table of the state in it. */

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { PARTITION_KEY, SORT_KEY } from '../../lambda/remember/table.ts';
import { type Loopback, listenOnLoopback } from '../loopback-server.ts';
import { answerFailure, answerJsonRefusal, jsonAction } from './answers.ts';
import { letIteratorsClose } from './close-iterators.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from './credentials.ts';
import type { Traffic } from './traffic.ts';

export async function startDynamoDb(traffic: Traffic, tableName: string): Promise<Loopback> {
  letIteratorsClose();
  const server = dynalite({ createTableMs: 0 });
  const loopback = await listenOnLoopback(server);
  await createStateTable(loopback.url, tableName);

  // From here on requests pass by the traffic first; dynalite still reads and answers them itself.
  const serve = server.listeners('request');
  server.removeAllListeners('request').on('request', (request, response) => {
    const failure = traffic.admit('dynamodb', jsonAction(request));
    if (failure !== null) return answerFailure(failure, response, answerJsonRefusal);
    for (const listener of serve) listener.call(server, request, response);
  });
  return loopback;
}

/** The same keys as the deployed table has. */
export async function createStateTable(endpoint: string, tableName: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: STAND_IN_REGION, credentials: STAND_IN_CREDENTIALS });
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: PARTITION_KEY, AttributeType: 'S' },
        { AttributeName: SORT_KEY, AttributeType: 'S' },
      ],
    }),
  );
  client.destroy();
}
