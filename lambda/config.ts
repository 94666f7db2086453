/** What the function is told from outside: its settings, the resources it works with, and the event of a run. */

import * as v from 'valibot';
import { parseBaseUrl } from '../contract/base-url.ts';
import { DEFAULT_BASE_URL, EVENT_SCHEMA_VERSION, PARAMETERS, VARIABLES } from '../contract/deployment.ts';
import { type InputFault, InvalidInputError, parseWith } from '../contract/invalid-input.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';
import type { Settings } from '../contract/settings.ts';
import type { Share } from './model/share.ts';
import { type GivenVariables, readSettings } from './read-settings.ts';

export interface Resources {
  readonly baseUrl: URL;
  readonly tokenSecretId: string;
  readonly tableName: string;
  readonly alertsTopicArn: string;
  readonly chatTopicArn: string | null;
  readonly eventBusName: string | null;
  readonly metricNamespace: string;
  readonly dashboardUrl: string | null;
  /** Which of several functions it is, from 0. */
  readonly shard: number;
}

/** As a person who deploys knows it, and the variable. */
const BASE_URL = `${PARAMETERS.baseUrl} (${VARIABLES.baseUrl})`;

export interface Configuration {
  readonly settings: Settings;
  readonly resources: Resources;
}

/**
 * @param settingsText content of settings.json
 * @throws {InvalidInputError} with the faults of both at once
 */
export function readConfiguration(settingsText: string, variables: GivenVariables): Configuration {
  const faults: InputFault[] = [];
  const settings = collectFaults(() => readSettings(settingsText, variables), faults);
  const resources = collectFaults(() => readResources(variables), faults);
  if (settings === null || resources === null)
    throw new InvalidInputError("The function's configuration", faults);
  return { settings, resources };
}

/** @throws {InvalidInputError} naming every variable that is missing or wrong */
export function readResources(environment: GivenVariables): Resources {
  const optional = (name: string) => environment[name]?.trim() || null;
  const faults: InputFault[] = [];
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
    eventBusName: optional(VARIABLES.eventBusName),
    metricNamespace: optional(VARIABLES.metricNamespace) ?? METRIC_NAMESPACE,
    dashboardUrl: optional(VARIABLES.dashboardUrl),
    shard: Number(optional(VARIABLES.shard) ?? 0),
  };
  const baseUrl = collectFaults(() => parseBaseUrl(resources.baseUrl), faults, BASE_URL);
  if (faults.length > 0 || baseUrl === null)
    throw new InvalidInputError("The function's environment", faults);
  return { ...resources, baseUrl };
}

/** @throws {InvalidInputError} for a shard that the settings do not have */
export function toShare({ shards }: Pick<Settings, 'shards'>, { shard }: Pick<Resources, 'shard'>): Share {
  if (Number.isInteger(shard) && shard >= 0 && shard < shards) return { index: shard, count: shards };
  const remedy = `deploy the stack again: it sets this variable, from 0 to ${shards - 1}`;
  throw new InvalidInputError("The function's environment", [
    { path: VARIABLES.shard, value: shard, remedy },
  ]);
}

/** @param path stands in the place of the faults' own */
function collectFaults<T>(read: () => T, faults: InputFault[], path?: string): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    faults.push(...error.faults.map((fault) => (path === undefined ? fault : { ...fault, path })));
    return null;
  }
}

const remedy = 'send only the time the run was scheduled for, such as 2026-11-24T10:15:00Z';

const eventSchema = v.strictObject({
  schemaVersion: v.literal(EVENT_SCHEMA_VERSION, `send ${EVENT_SCHEMA_VERSION}`),
  scheduledTime: v.pipe(
    v.string(remedy),
    v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/, remedy),
    v.transform((text) => new Date(text)),
    v.date(remedy),
  ),
});

/**
 * @returns the scheduled minute
 * @throws {InvalidInputError} naming each field that is wrong, missing or not expected
 */
export function parseEvent(event: unknown): Date {
  const { scheduledTime } = parseWith(eventSchema, event, 'The event');
  return new Date(Math.floor(scheduledTime.getTime() / 60_000) * 60_000);
}
