/** Reads rows of the monitor's table, a page after the other. */
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { WHOLE } from '../model/share.ts';
import { PARTITION_KEY, SORT_KEY, type Table } from './table.ts';

/**
 * What a page of a query takes of a second in which nobody else reads. Source: DynamoDB: a page of at most 1 MB, a unit for
 * 4 KB, 3,000 units a second of a partition; the rows of a monitor are one.
 */
const PAGE_MS = (1000 * (1024 / 4)) / 3_000;

/** What the table holds of a row. */
export interface StoredRow extends Readonly<Record<string, unknown>> {
  readonly sortKey: string;
}

/**
 * The rows between two sort keys, as of now.
 * @param isWanted of the others only the key is returned
 */
export async function queryRows(
  { client, tableName, monitor, share = WHOLE, timing }: Table,
  [first, last]: readonly [string, string],
  isWanted: (sortKey: string) => boolean = () => true,
): Promise<StoredRow[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#sk': SORT_KEY },
      ExpressionAttributeValues: marshall({ ':pk': monitor, ':first': first, ':last': last }),
    },
  );
  const rows: StoredRow[] = [];
  let askedMs = timing?.nowMs() ?? 0;
  for await (const { Items = [], LastEvaluatedKey } of pages) {
    for (const item of Items) {
      const sortKey = item[SORT_KEY]?.S ?? '';
      rows.push(isWanted(sortKey) ? { ...unmarshall(item), sortKey } : { sortKey });
    }
    if (share.count === 1 || timing === undefined || LastEvaluatedKey === undefined) continue;
    // All shards begin to read in the same second.
    await timing.sleep(Math.max(0, askedMs + share.count * PAGE_MS - timing.nowMs()));
    askedMs = timing.nowMs();
  }
  return rows;
}
