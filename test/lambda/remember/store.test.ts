import { describe } from 'vitest';
import { startDynamoDb } from '../../../local/stand-ins/dynamodb.ts';
import { createTraffic } from '../../../local/stand-ins/traffic.ts';
import { skipsMoto, startMoto } from '../notify/start-moto.ts';
import { describeLease } from './describe-lease.ts';
import { describeRows } from './describe-rows.ts';
import { describeShards } from './describe-shards.ts';

const startDynalite = () => {
  const traffic = createTraffic(() => 0);
  return startDynamoDb(traffic, 'monitor-state');
};

describe('lease on dynalite', () => describeLease(startDynalite));
describe('rows on dynalite', () => describeRows(startDynalite));
describe('shards on dynalite', () => describeShards(startDynalite));
describe.skipIf(skipsMoto)('lease on moto', () => describeLease(startMoto));
describe.skipIf(skipsMoto)('rows on moto', () => describeRows(startMoto));
describe.skipIf(skipsMoto)('shards on moto', () => describeShards(startMoto));
