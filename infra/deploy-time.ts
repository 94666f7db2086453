/** What is known at deployment only: CDK tokens in the props, and which of them may hold some. */
import { Fn, Token } from 'aws-cdk-lib';
import { VARIABLES } from '../contract/deployment.ts';
import { environmentIdSchema } from '../contract/environment-id.ts';
import { findFaults, type InputFault } from '../contract/invalid-input.ts';
import type { Settings } from '../contract/settings.ts';
import type { Variables } from './monitor-function.ts';

/**
 * Settings that are known at deployment only, as JSON text: CDK tokens, such as the values of parameters. The function
 * checks them when it starts. With what has a fault no run succeeds: its log names the fault, and `NoSuccessfulRun` fires.
 */
export interface SettingsAtDeployment {
  /** Levels by condition, in the place of `thresholds`. */
  readonly thresholds?: string | undefined;
  /** Other settings that the function reads, by their names, each in the place of the one in the props. */
  readonly others?: string | undefined;
}

/** Each becomes part of a resource, or a variable of the function. Everything else decides at synthesis. */
const MAY_BE_TOKENS = /^(monitor|environments(\[\d+\])?|baseUrl|\w+Arn|tags\..+|environmentNames\.[^.]+)$/;

const REMEDY =
  'write the value itself, not a CDK token: only monitor, environments, baseUrl, ARNs, tags and environmentNames may be known at deployment only, and by settingsAtDeployment what the function alone reads';

const isToken = (value: unknown): boolean => Token.isUnresolved(value);

/** @returns a fault for each token at a place where it would stay one */
export function findMisplacedTokens(value: unknown, path = ''): InputFault[] {
  if (isToken(value)) return MAY_BE_TOKENS.test(path) ? [] : [{ path, value: String(value), remedy: REMEDY }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => findMisplacedTokens(item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    return isToken(name) ? [{ path: inner, value: name, remedy: REMEDY }] : findMisplacedTokens(item, inner);
  });
}

/** A list that is a token as a whole counts as well. */
export const hasTokens = (environments: unknown): boolean =>
  Array.isArray(environments) && (isToken(environments) || environments.some(isToken));

/** @returns what is wrong with the ids that are known, where others are tokens */
export const findKnownIdFaults = (environments: readonly string[]): InputFault[] =>
  environments.flatMap((id, index) =>
    // Of a list that is a token as a whole, the only item stands for it.
    isToken(id) || isToken([id]) ? [] : findFaults(environmentIdSchema, id, `environments[${index}]`),
  );

/** What of the settings can be written into a file at synthesis, in their order. */
export function toKnownSettings(settings: Settings): Partial<Settings> {
  const isLater = { monitor: isToken(settings.monitor), environments: hasTokens(settings.environments) };
  const later = new Map<string, boolean>(Object.entries(isLater));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => later.get(name) !== true));
}

/** What of the settings cannot. */
export function toSettingVariables(
  { monitor, environments }: Settings,
  { thresholds, others }: SettingsAtDeployment,
): Variables {
  return {
    ...(isToken(monitor) ? { [VARIABLES.monitor]: monitor } : {}),
    ...(environments !== 'all' && hasTokens(environments)
      ? { [VARIABLES.environments]: Fn.join(',', environments) }
      : {}),
    ...(thresholds === undefined ? {} : { [VARIABLES.thresholds]: thresholds }),
    ...(others === undefined ? {} : { [VARIABLES.settings]: others }),
  };
}
