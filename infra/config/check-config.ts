/** All faults of one monitor's configuration at once: of its shape, and of what its settings say together. */
import * as v from 'valibot';
import { environmentIdSchema } from '../../contract/environment-id.ts';
import { type InputFault, InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { findRuleFaults } from '../../contract/rules.ts';
import { type MonitorConfig, monitorSchema, nameSchema } from './monitor-config.ts';

/** What the rules over several levels read: each part of it that has the right shape, whatever the others are. */
const judgedSchema = v.object({
  thresholds: monitorSchema.entries.thresholds,
  heartbeatIntervalSeconds: monitorSchema.entries.heartbeatIntervalSeconds,
});

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
  const overrides = mapValues(recordOf(at(input, 'overrides')), judgedPartsOf);
  const ruleFaults = findRuleFaults({ ...judgedPartsOf(input), overrides }, path);
  const faults = [
    ...nameFaults,
    ...shapeFaults,
    ...ruleFaults,
    ...findUnwatched(input, path),
    ...findBlindAlarms(input, path),
    ...findKeysOfNothing(input, path),
    ...findTokensOfNobody(input, path),
  ];
  return faults.length > 0 ? faults : v.parse(monitorSchema, input);
}

/** Levels and interval as far as they can be read; what cannot is told as a fault of its shape. */
function judgedPartsOf(input: unknown): v.InferOutput<typeof judgedSchema> {
  const written = at(input, 'thresholds');
  const thresholds = Object.fromEntries(
    Object.entries(recordOf(written)).filter(
      ([name, value]) => v.safeParse(judgedSchema.entries.thresholds, { [name]: value }).success,
    ),
  );
  const heartbeatIntervalSeconds = at(input, 'heartbeatIntervalSeconds');
  const isInterval = v.is(judgedSchema.entries.heartbeatIntervalSeconds, heartbeatIntervalSeconds);
  return v.parse(judgedSchema, {
    ...(written === undefined ? {} : { thresholds }),
    ...(isInterval && heartbeatIntervalSeconds !== undefined ? { heartbeatIntervalSeconds } : {}),
  });
}

/** An alarm on a metric that is not sent reads silence as OK, for ever. */
function findBlindAlarms(input: unknown, path: string): InputFault[] {
  if (at(input, 'metrics') !== 'lean' || at(input, 'queueAlarms') !== true) return [];
  return [
    {
      path: path === '' ? 'queueAlarms' : `${path}.queueAlarms`,
      value: true,
      remedy:
        'remove it, or write "metrics": "essential": lean metrics lack QueueVerdict and LostHeartbeats, which it is about',
    },
  ];
}

/** Environments that are named somewhere and not watched, whatever else is wrong with what is said of them. */
function findUnwatched(input: unknown, path: string): InputFault[] {
  const environments = at(input, 'environments');
  if (!Array.isArray(environments)) return [];
  const named = [
    ...['overrides', 'environmentNames'].flatMap((setting) =>
      Object.entries(recordOf(at(input, setting))).map(([id, value]) => ({
        id,
        value,
        setting: `${setting}.${id}`,
      })),
    ),
    ...listOf(at(input, 'mute')).flatMap((window, windowIndex) =>
      listOf(at(window, 'environments')).map((id, index) => ({
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
    .filter((name) => at(input, `${name}KeyArn`) !== undefined && at(input, `${name}Arn`) === undefined)
    .map((name) => ({
      path: `${path === '' ? '' : `${path}.`}${name}KeyArn`,
      value: at(input, `${name}KeyArn`),
      remedy: `name what it encrypts in ${name}Arn, or write encryptionKeyArn for what is made`,
    }));
}

/** Tokens of their own are of several functions, and each is made here. */
function findTokensOfNobody(input: unknown, path: string): InputFault[] {
  if (at(input, 'tokenPerShard') !== true) return [];
  const shards = at(input, 'shards') ?? 1;
  const faults = [
    ...(shards === 1
      ? [{ setting: 'tokenPerShard', remedy: 'remove it, or write how many shards there are' }]
      : []),
    ...(at(input, 'tokenSecretArn') === undefined
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
    value: at(input, setting),
    remedy,
  }));
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, name: string): unknown => recordOf(value)[name];
const mapValues = <To>(record: Readonly<Record<string, unknown>>, toValue: (value: unknown) => To) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, toValue(value)]));

function faultsOf(schema: v.GenericSchema, input: unknown, path: string): readonly InputFault[] {
  try {
    parseWith(schema, input, '', path);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
}
