/** What the monitor remembers after a run: the names of environments, and what it has learned of each. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EnvironmentState } from '../../lambda/model/environment-state.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { createStore } from '../../lambda/remember/store.ts';
import type { StandIns } from '../stand-ins/start-stand-ins.ts';

const NAME_LENGTH = 255;

export interface NamedEnvironment {
  readonly id: string;
  /** One clean line; null until the API has told it. */
  readonly name: string | null;
}

export type Learned = Pick<EnvironmentState, 'norms' | 'learnedSilence' | 'sessions'>;

export interface Remembered {
  readonly environments: readonly NamedEnvironment[];
  readonly learned: ReadonlyMap<string, Learned>;
}

export interface MemoryReader {
  readonly read: () => Promise<Remembered>;
  readonly close: () => Promise<void>;
}

/** @param known the environments as long as the monitor has read no name */
export function createMemoryReader(
  { env, tableName }: StandIns,
  monitor: string,
  known: readonly NamedEnvironment[],
): MemoryReader {
  const client = new DynamoDBClient({
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: env.AWS_REGION ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const store = createStore({ client, tableName, monitor });
  return {
    read: async () => {
      const { directory, environments } = await store.load();
      return {
        environments:
          directory.value.readAt === null
            ? known
            : directory.value.environments.map(({ id, name }) => ({
                id,
                name: name && toPlainText(name, NAME_LENGTH),
              })),
        learned: new Map([...environments].map(([id, { value }]) => [id, value])),
      };
    },
    close: async () => client.destroy(),
  };
}
