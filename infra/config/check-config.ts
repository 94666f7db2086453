/** All faults of one monitor's configuration at once: of its shape, and of what its settings say together. */
import * as v from 'valibot';
import { environmentIdSchema } from '../../contract/environment-id.ts';
import { findFaults, type InputFault } from '../../contract/invalid-input.ts';
import { findLevelFaults } from '../../contract/level-faults.ts';
import { listOf, partOf, recordOf } from '../../contract/parts-of.ts';
import { type MonitorConfig, monitorSchema, nameSchema } from './monitor-config.ts';

/**
 * @param path where the configuration stands, such as `monitors.default`; empty for the whole document
 * @returns the checked configuration, or every fault
 */
export function checkConfig(
  name: string,
  input: unknown,
  path: string,
): MonitorConfig | readonly InputFault[] {
  const faults = [
    ...findFaults(nameSchema, name, path === '' ? 'monitor' : path),
    ...findFaults(monitorSchema, input, path),
    ...findLevelFaults(input, path),
    ...findUnwatched(input, path),
    ...findBlindAlarms(input, path),
    ...findObjectiveFaults(input, path),
    ...findKeysOfNothing(input, path),
    ...findTokensOfNobody(input, path),
  ];
  return faults.length > 0 ? faults : v.parse(monitorSchema, input);
}

export const isFaults = (result: MonitorConfig | readonly InputFault[]): result is readonly InputFault[] =>
  Array.isArray(result);

/** An alarm on a metric that is not sent reads silence as OK, for ever. */
function findBlindAlarms(input: unknown, path: string): InputFault[] {
  if (partOf(input, 'metrics') !== 'lean' || partOf(input, 'queueAlarms') !== true) return [];
  return [
    {
      path: path === '' ? 'queueAlarms' : `${path}.queueAlarms`,
      value: true,
      remedy:
        'remove it, or write "metrics": "essential": lean metrics lack QueueVerdict and LostHeartbeats, which it is about',
    },
  ];
}

/** A time of its own says nothing without the objective that it is a part of, and neither does one that all are left out of. */
function findObjectiveFaults(input: unknown, path: string): InputFault[] {
  const settingOf = (name: string) => (path === '' ? name : `${path}.${name}`);
  const [slo, environments] = [partOf(input, 'slo'), listOf(partOf(input, 'environments'))];
  const own = Object.fromEntries(
    Object.entries(recordOf(partOf(input, 'overrides'))).map(([id, override]) => [
      id,
      partOf(override, 'slo'),
    ]),
  );
  if (slo !== undefined) {
    const isOff = environments.length > 0 && environments.every((id) => own[String(id)] === 'off');
    const remedy = 'remove it, or leave an environment for which it is not off: its alarms would never fire';
    return isOff ? [{ path: settingOf('slo'), value: slo, remedy }] : [];
  }
  const remedy = 'remove it, or write slo for all environments, with the target';
  return Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .map(([id, value]) => ({ path: settingOf(`overrides.${id}.slo`), value, remedy }));
}

/** Environments that are named somewhere and not watched, whatever else is wrong with what is said of them. */
function findUnwatched(input: unknown, path: string): InputFault[] {
  const environments = partOf(input, 'environments');
  if (!Array.isArray(environments)) return [];
  const named = [
    ...['overrides', 'environmentNames'].flatMap((setting) =>
      Object.entries(recordOf(partOf(input, setting))).map(([id, value]) => ({
        id,
        value,
        setting: `${setting}.${id}`,
      })),
    ),
    ...listOf(partOf(input, 'mute')).flatMap((window, windowIndex) =>
      listOf(partOf(window, 'environments')).map((id, index) => ({
        id,
        value: id,
        setting: `mute[${windowIndex}].environments[${index}]`,
      })),
    ),
  ];
  return named
    .filter(({ id }) => v.is(environmentIdSchema, id) && !environments.includes(id))
    .map(({ setting, value }) => ({
      path: path === '' ? setting : `${path}.${setting}`,
      value,
      remedy: 'remove it, or name the environment in environments',
    }));
}

/** The key of what is not there is probably meant for what is made: that has a setting of its own. */
function findKeysOfNothing(input: unknown, path: string): InputFault[] {
  return ['alertsTopic', 'healthTopic', 'tokenSecret']
    .filter(
      (name) => partOf(input, `${name}KeyArn`) !== undefined && partOf(input, `${name}Arn`) === undefined,
    )
    .map((name) => ({
      path: `${path === '' ? '' : `${path}.`}${name}KeyArn`,
      value: partOf(input, `${name}KeyArn`),
      remedy: `name what it encrypts in ${name}Arn, or write encryptionKeyArn for what is made`,
    }));
}

/** Tokens of their own are of several functions, and each is made here. */
function findTokensOfNobody(input: unknown, path: string): InputFault[] {
  if (partOf(input, 'tokenPerShard') !== true) return [];
  const shards = partOf(input, 'shards') ?? 1;
  const faults = [
    ...(shards === 1
      ? [{ setting: 'tokenPerShard', remedy: 'remove it, or write how many shards there are' }]
      : []),
    ...(partOf(input, 'tokenSecretArn') === undefined
      ? []
      : [
          {
            setting: 'tokenSecretArn',
            remedy: 'remove it, or tokenPerShard: one secret cannot hold a token for each shard',
          },
        ]),
  ];
  return faults.map(({ setting, remedy }) => ({
    path: path === '' ? setting : `${path}.${setting}`,
    value: partOf(input, setting),
    remedy,
  }));
}
