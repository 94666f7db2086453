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
  const { monitor, ...rest } = props;
  const { alertsTopic, healthTopic, tokenSecret, encryptionKey, eventBus, permissionsBoundary, ...input } =
    rest;
  const given = { alertsTopic, healthTopic, tokenSecret, encryptionKey, eventBus, permissionsBoundary };
  const doubles = findDoubles(given, input);
  const result = checkConfig(monitor, input, '');
  const faults = isFaults(result) ? [...result, ...doubles] : doubles;
  if (isFaults(result) || faults.length > 0) throw new InvalidInputError(`The monitor ${monitor}`, faults);
  return result;
}

const isFaults = (result: MonitorConfig | readonly InputFault[]): result is readonly InputFault[] =>
  Array.isArray(result);
