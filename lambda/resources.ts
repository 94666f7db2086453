/** Environment variables of the function: the resources it works with. All faults are told at once, by name. */
import { parseBaseUrl } from '../contract/base-url.ts';
import { type Fault, InvalidInputError } from '../contract/invalid-input.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';
import { DEFAULT_BASE_URL, VARIABLES } from '../contract/variables.ts';

export interface Resources {
  readonly baseUrl: URL;
  readonly tokenSecretId: string;
  readonly tableName: string;
  readonly alertsTopicArn: string;
  readonly chatTopicArn: string | null;
  readonly metricNamespace: string;
  readonly dashboardUrl: string | null;
}

/** @throws {InvalidInputError} naming every variable that is missing or wrong */
export function readResources(environment: Readonly<Record<string, string | undefined>>): Resources {
  const optional = (name: string) => environment[name]?.trim() || null;
  const faults: Fault[] = [];
  const required = (name: string) => {
    const value = optional(name);
    if (value === null)
      faults.push({ path: name, value: undefined, remedy: 'deploy the stack again: it sets this variable' });
    return value ?? '';
  };
  const resources = {
    baseUrl: optional(VARIABLES.baseUrl) ?? DEFAULT_BASE_URL,
    tokenSecretId: required(VARIABLES.tokenSecretId),
    tableName: required(VARIABLES.tableName),
    alertsTopicArn: required(VARIABLES.alertsTopicArn),
    chatTopicArn: optional(VARIABLES.chatTopicArn),
    metricNamespace: optional(VARIABLES.metricNamespace) ?? METRIC_NAMESPACE,
    dashboardUrl: optional(VARIABLES.dashboardUrl),
  };
  const baseUrl = collectFaults(() => parseBaseUrl(resources.baseUrl), faults);
  if (faults.length > 0 || baseUrl === null)
    throw new InvalidInputError("The function's environment", faults);
  return { ...resources, baseUrl };
}

function collectFaults<T>(read: () => T, faults: Fault[]): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    faults.push(...error.faults.map((fault) => ({ ...fault, path: VARIABLES.baseUrl })));
    return null;
  }
}
