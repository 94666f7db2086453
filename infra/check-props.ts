/** The props of the construct: its settings are those of cdk.json, and are checked alike. */
import { type InputFault, InvalidInputError } from '../contract/invalid-input.ts';
import { checkConfig } from './config/check-config.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { MonitorSettings } from './config/monitor-settings.ts';
import { type ExistingResources, findDoubles } from './existing-resources.ts';

export interface CheckedProps extends MonitorSettings, ExistingResources {
  readonly monitor: string;
}

/** @throws {InvalidInputError} with every fault */
export function checkProps(props: CheckedProps): MonitorConfig {
  const { monitor, alertsTopic, healthTopic, tokenSecret, encryptionKey, permissionsBoundary, ...input } =
    props;
  const given = { alertsTopic, healthTopic, tokenSecret, encryptionKey, permissionsBoundary };
  const doubles = [...findDoubles(given, input), ...findSharedSecret(given, input)];
  const result = checkConfig(monitor, input, '');
  const faults = isFaults(result) ? [...result, ...doubles] : doubles;
  if (isFaults(result) || faults.length > 0) throw new InvalidInputError(`The monitor ${monitor}`, faults);
  return result;
}

/** As for `tokenSecretArn`: a secret that exists holds one token. */
const findSharedSecret = (
  { tokenSecret }: ExistingResources,
  { tokenPerShard }: MonitorSettings,
): InputFault[] =>
  tokenSecret === undefined || tokenPerShard !== true
    ? []
    : [
        {
          path: 'tokenPerShard',
          value: tokenPerShard,
          remedy: 'remove it, or leave tokenSecret out: one secret cannot hold a token for each shard',
        },
      ];

const isFaults = (result: MonitorConfig | readonly InputFault[]): result is readonly InputFault[] =>
  Array.isArray(result);
