/** A client that tells of every page of work that it reads: what else can be seen in a list is seen while it is read. */
import type { QoderClient } from '../../lambda/read/api/client.ts';
import type { WorkPage } from '../../lambda/read/api/work.ts';

export type FollowPages = (client: QoderClient) => QoderClient;

export const followPages =
  (tell: (environmentId: string, items: WorkPage['items']) => void): FollowPages =>
  (client) => ({
    ...client,
    listWork: async (environmentId, ...args) => {
      const page = await client.listWork(environmentId, ...args);
      tell(environmentId, page.items);
      return page;
    },
  });
