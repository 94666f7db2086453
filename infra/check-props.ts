/** The props of the construct: its settings are those of cdk.json, and are checked alike. */
import { Token } from 'aws-cdk-lib';
import { type InputFault, InvalidInputError } from '../contract/invalid-input.ts';
import { checkConfig, isFaults } from './config/check-config.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { MonitorSettings } from './config/monitor-settings.ts';
import {
  findKnownIdFaults,
  findMisplacedTokens,
  hasTokens,
  type SettingsAtDeployment,
} from './deploy-time.ts';
import { type ExistingResources, findDoubles } from './existing-resources.ts';

export interface CheckedProps extends MonitorSettings, ExistingResources {
  readonly monitor: string;
  readonly settingsAtDeployment?: SettingsAtDeployment | undefined;
}

/** @throws {InvalidInputError} with every fault */
export function checkProps(props: CheckedProps): MonitorConfig {
  const { monitor, settingsAtDeployment: _, alertsTopic, healthTopic, tokenSecret, ...rest } = props;
  const { encryptionKey, eventBus, permissionsBoundary, ...input } = rest;
  const given = { alertsTopic, healthTopic, tokenSecret, encryptionKey, eventBus, permissionsBoundary };
  const misplaced = findMisplacedTokens(input);
  const result = checkKnown(monitor, input);
  const faults = [
    ...misplaced,
    // What a token looks like at synthesis is nothing that anybody wrote.
    ...(isFaults(result) ? result : []).filter(
      ({ path }) => !misplaced.some((token) => path.startsWith(token.path)),
    ),
    ...findDoubles(given, input),
    ...findSharedSecret(given, input),
  ];
  if (isFaults(result) || faults.length > 0) throw new InvalidInputError(`The monitor ${monitor}`, faults);
  return result;
}

/** Checks what is known at synthesis; what will be known at deployment is checked by the function. */
function checkKnown(monitor: string, input: MonitorSettings): MonitorConfig | readonly InputFault[] {
  const { environments, baseUrl, ...others } = input;
  const later = {
    ...(environments !== 'all' && hasTokens(environments) ? { environments: [...environments] } : {}),
    ...(Token.isUnresolved(baseUrl) && baseUrl !== undefined ? { baseUrl } : {}),
  };
  const known = {
    ...others,
    environments: later.environments === undefined ? environments : 'all',
    ...(later.baseUrl === undefined ? { baseUrl } : {}),
  };
  const idFaults = findKnownIdFaults(later.environments ?? []);
  const result = checkConfig(Token.isUnresolved(monitor) ? 'token' : monitor, known, '');
  if (isFaults(result)) return [...idFaults, ...result];
  return idFaults.length > 0 ? idFaults : { ...result, ...later };
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
