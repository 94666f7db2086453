/** All faults of one monitor's configuration at once: of its shape, and of what its settings say together. */
import * as v from 'valibot';
import { type InputFault, InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { findRuleFaults } from '../../contract/rules.ts';
import { type MonitorConfig, monitorSchema, nameSchema } from './monitor-config.ts';

/** What the rules over several settings read; they are checked as soon as this much has the right shape. */
const judgementSchema = v.object({
  environments: monitorSchema.entries.environments,
  thresholds: monitorSchema.entries.thresholds,
  heartbeatIntervalSeconds: monitorSchema.entries.heartbeatIntervalSeconds,
  overrides: monitorSchema.entries.overrides,
  mute: monitorSchema.entries.mute,
  environmentNames: monitorSchema.entries.environmentNames,
});
type Judgement = v.InferOutput<typeof judgementSchema>;

/**
 * @param path where the configuration stands, such as `monitors.default`; empty for the whole document
 * @returns the checked configuration, or every fault
 */
export function checkConfig(
  name: string,
  input: unknown,
  path: string,
): MonitorConfig | readonly InputFault[] {
  const nameFaults = faultsOf(nameSchema, name, path === '' ? 'monitor' : path);
  const shapeFaults = faultsOf(monitorSchema, input, path);
  const judgement = v.safeParse(judgementSchema, input);
  const ruleFaults = judgement.success
    ? [...findRuleFaults(judgement.output, path), ...findUnwatched(judgement.output, path)]
    : [];
  const faults = [
    ...nameFaults,
    ...shapeFaults,
    ...ruleFaults,
    ...findBlindAlarms(input, path),
    ...findKeysOfNothing(input, path),
  ];
  return faults.length > 0 ? faults : v.parse(monitorSchema, input);
}

/** An alarm on a metric that is not sent reads silence as OK, for ever. */
function findBlindAlarms(input: unknown, path: string): InputFault[] {
  const { metrics, queueAlarms } = (input ?? {}) as {
    readonly metrics?: unknown;
    readonly queueAlarms?: unknown;
  };
  if (metrics !== 'lean' || queueAlarms !== true) return [];
  return [
    {
      path: path === '' ? 'queueAlarms' : `${path}.queueAlarms`,
      value: true,
      remedy:
        'remove it, or write "metrics": "essential": lean metrics lack QueueVerdict and LostHeartbeats, which it is about',
    },
  ];
}

function findUnwatched({ environments, ...settings }: Judgement, path: string): InputFault[] {
  if (environments === 'all') return [];
  const { overrides, environmentNames, mute } = settings;
  const named = [
    ...Object.entries(overrides).map(([id, value]) => ({ id, value, setting: `overrides.${id}` })),
    ...Object.entries(environmentNames).map(([id, value]) => ({
      id,
      value,
      setting: `environmentNames.${id}`,
    })),
    ...mute.flatMap((window, windowIndex) =>
      (window.environments ?? []).map((id, index) => ({
        id,
        value: id,
        setting: `mute[${windowIndex}].environments[${index}]`,
      })),
    ),
  ];
  return named
    .filter(({ id }) => !environments.includes(id))
    .map(({ setting, value }) => ({
      path: path === '' ? setting : `${path}.${setting}`,
      value,
      remedy: 'remove it, or name the environment in environments',
    }));
}

/** The key of what is not there is probably meant for what is made: that has a setting of its own. */
function findKeysOfNothing(input: unknown, path: string): InputFault[] {
  const settings: Readonly<Record<string, unknown>> = { ...(input as object) };
  return ['alertsTopic', 'healthTopic', 'tokenSecret']
    .filter((name) => settings[`${name}KeyArn`] !== undefined && settings[`${name}Arn`] === undefined)
    .map((name) => ({
      path: `${path === '' ? '' : `${path}.`}${name}KeyArn`,
      value: settings[`${name}KeyArn`],
      remedy: `name what it encrypts in ${name}Arn, or write encryptionKeyArn for what is made`,
    }));
}

function faultsOf(schema: v.GenericSchema, input: unknown, path: string): readonly InputFault[] {
  try {
    parseWith(schema, input, '', path);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
}
