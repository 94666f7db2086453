/** What is watched and how it is judged: settings.json, and over it what is known at deployment only, in variables. */
import { PARAMETERS, SETTINGS_FILE, VARIABLES } from '../contract/deployment.ts';
import { findFaults, type InputFault, InvalidInputError, parseWith } from '../contract/invalid-input.ts';
import { findLevelFaults } from '../contract/level-faults.ts';
import { parseJson } from '../contract/parse-json.ts';
import { partOf } from '../contract/parts-of.ts';
import { type Settings, settingsSchema } from '../contract/settings.ts';
import { toEnvironments } from '../contract/text-list.ts';

/** Of a process: what it has, and has not. */
export type GivenVariables = Readonly<Record<string, string | undefined>>;

/** Settings that have a variable of their own, and how its text is read. Undefined: it is no JSON. */
const OWN_VARIABLES = {
  monitor: (text: string) => text,
  environments: toEnvironments,
  thresholds: parseJson,
} satisfies Readonly<Record<string, (text: string) => unknown>>;

/** Settings of a monitor that make resources. A template is made before they are known. */
export const AT_SYNTHESIS: readonly string[] = [
  'eventBusName',
  'queueAlarms',
  'chat',
  'slack',
  'teams',
  'environmentNames',
  'alertsTopicArn',
  'healthTopicArn',
  'tokenSecretArn',
  'alertsTopicKeyArn',
  'healthTopicKeyArn',
  'tokenSecretKeyArn',
  'encryptionKeyArn',
  'permissionsBoundaryArn',
  'logRetentionDays',
];

type SettingName = keyof typeof OWN_VARIABLES | 'settings';

/** What the variables say. */
interface Deployed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly InputFault[];
}

/**
 * @param fileText content of settings.json
 * @throws {InvalidInputError} with every fault, each named as the person who deploys knows it
 */
export function readSettings(fileText: string, variables: GivenVariables): Settings {
  const own = readOwn(variables);
  const others = readOthers(variables);
  const input = { ...JSON.parse(fileText), ...others.values, ...own.values };
  const faults = [...findFaults(settingsSchema, input), ...findLevelFaults(input, '')].map((fault) => ({
    ...fault,
    path: toShownPath(fault.path, own.values, others.values),
  }));
  const all = [...own.faults, ...others.faults, ...faults];
  if (all.length > 0) throw new InvalidInputError(SETTINGS_FILE, all);
  return parseWith(settingsSchema, input, SETTINGS_FILE);
}

function readOwn(variables: GivenVariables): Deployed {
  const read = Object.entries(OWN_VARIABLES).flatMap(([setting, fromText]) => {
    const name = setting as keyof typeof OWN_VARIABLES;
    const text = variables[VARIABLES[name]]?.trim() ?? '';
    return text === '' ? [] : [{ name, text, value: fromText(text) }];
  });
  return {
    values: Object.fromEntries(
      read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    faults: read.flatMap(({ name, text, value }) =>
      value === undefined ? [notJson(name, text, 'write JSON such as {"queue-stuck":{"warning":600}}')] : [],
    ),
  };
}

function readOthers(variables: GivenVariables): Deployed {
  const text = variables[VARIABLES.settings]?.trim() || '{}';
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    const remedy = 'write a JSON object of settings, such as {"heartbeatIntervalSeconds":30}';
    return { values: {}, faults: [notJson('settings', text, remedy)] };
  }
  const misplaced = Object.entries(MISPLACED).filter(([name]) => Object.hasOwn(parsed, name));
  return {
    values: Object.fromEntries(Object.entries(parsed).filter(([name]) => !Object.hasOwn(MISPLACED, name))),
    faults: misplaced.map(([name, remedy]) => ({
      path: toName('settings', `.${name}`),
      value: partOf(parsed, name),
      remedy,
    })),
  };
}

const notJson = (name: SettingName, value: string, remedy: string): InputFault => ({
  path: toName(name),
  value,
  remedy,
});

/** As the parameter of a template is called, and the variable that a construct sets. */
const toName = (name: SettingName, place = ''): string => `${PARAMETERS[name]}${place} (${VARIABLES[name]})`;

const OF_FUNCTIONS = 'remove it: only the CDK makes several functions, where it is a setting of the monitor';

/** What the variable of other settings does not take, and what to do with it. */
const MISPLACED: Readonly<Record<string, string>> = {
  schemaVersion: 'remove it',
  ...Object.fromEntries(
    Object.keys(OWN_VARIABLES).map((name) => [name, `remove it: it is ${toName(name as SettingName)}`]),
  ),
  ...Object.fromEntries(
    AT_SYNTHESIS.map((name) => [
      name,
      'remove it: it is decided before the template is made, which takes the CDK',
    ]),
  ),
  // Shares of functions that nobody made would not be watched.
  shards: OF_FUNCTIONS,
  tokenPerShard: OF_FUNCTIONS,
};

/** Where the value that has a fault was written. */
function toShownPath(path: string, own: Deployed['values'], others: Deployed['values']): string {
  const [setting = ''] = /^\w*/.exec(path) ?? [];
  if (Object.hasOwn(own, setting)) {
    return toName(setting as SettingName, path.slice(setting.length));
  }
  return Object.hasOwn(others, setting) ? toName('settings', `.${path}`) : path;
}
