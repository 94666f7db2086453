/** What is known at deployment only, over what settings.json says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import { readConfiguration } from '../../lambda/config.ts';
import { readSettings } from '../../lambda/read-settings.ts';

/** As the template's zip has it: what its parameters say is not in it. */
const FILE = JSON.stringify({
  schemaVersion: 1,
  metrics: 'essential',
  overrides: {},
  mute: [],
  sessions: false,
});
const PARAMETERS = {
  QODER_MONITOR: 'default',
  QODER_ENVIRONMENTS: 'env_a,env_b',
  QODER_THRESHOLDS: '{}',
  QODER_SETTINGS: '{}',
};

const read = (variables: Readonly<Record<string, string | undefined>>, file = FILE) =>
  readSettings(file, { ...PARAMETERS, ...variables });

describe('readSettings()', () => {
  it('takes settings.json as it is where no variable is set, or is empty', () => {
    const settings = { schemaVersion: 1, monitor: 'm', environments: ['env_x'], thresholds: {} };

    expect(
      readSettings(JSON.stringify(settings), { QODER_ENVIRONMENTS: ' ', QODER_SETTINGS: '' }),
    ).toMatchObject(settings);
  });

  it.each([
    ['names the monitor', { QODER_MONITOR: 'night' }, { monitor: 'night' }],
    ['all environments', { QODER_ENVIRONMENTS: ' all ' }, { environments: 'all' }],
    ['ids, with blanks', { QODER_ENVIRONMENTS: 'env_a , env_c' }, { environments: ['env_a', 'env_c'] }],
    ['ids, each once', { QODER_ENVIRONMENTS: 'env_a,env_b,env_a' }, { environments: ['env_a', 'env_b'] }],
    [
      'the longest name of a stack, where there is no other',
      { QODER_MONITOR: 'a'.repeat(128) },
      { monitor: 'a'.repeat(128) },
    ],
    [
      'levels',
      { QODER_THRESHOLDS: '{"queue-stuck":{"warning":600},"stuck-stopping":"off"}' },
      { thresholds: { 'queue-stuck': { warning: 600 }, 'stuck-stopping': 'off' } },
    ],
    [
      'other settings',
      { QODER_SETTINGS: '{"heartbeatIntervalSeconds":30,"metrics":"lean","workspaceId":"ws_1"}' },
      { heartbeatIntervalSeconds: 30, metrics: 'lean', workspaceId: 'ws_1' },
    ],
  ])('lets variables stand over it: %s', (_name, variables, expected) => {
    expect(read(variables)).toEqual({ ...read({}), ...expected });
  });

  it.each([
    [
      'an id that is none',
      { QODER_ENVIRONMENTS: 'env_a,prod' },
      'Environments[1] (QODER_ENVIRONMENTS): "prod": write an environment id: env_ followed by letters, digits, _ or -',
    ],
    [
      'all among ids',
      { QODER_ENVIRONMENTS: 'all,env_a' },
      'Environments[0] (QODER_ENVIRONMENTS): "all": write an environment id: env_ followed by letters, digits, _ or -',
    ],
    [
      'nothing but commas',
      { QODER_ENVIRONMENTS: ',,' },
      'Environments (QODER_ENVIRONMENTS): []: name at least one environment, or write "all"',
    ],
    [
      'a name that is none',
      { QODER_MONITOR: '1st' },
      'MonitorName (QODER_MONITOR): "1st": write a letter followed by at most 127 letters, digits or -',
    ],
    [
      'levels that are no JSON',
      { QODER_THRESHOLDS: '{queue-stuck: 5}' },
      'Thresholds (QODER_THRESHOLDS): "{queue-stuck: 5}": write JSON such as {"queue-stuck":{"warning":600}}',
    ],
    [
      'levels that are a number',
      { QODER_THRESHOLDS: '5' },
      'Thresholds (QODER_THRESHOLDS): 5: write levels by condition, such as { "queue-stuck": { "warning": 600 } }',
    ],
    [
      'a misspelt condition',
      { QODER_THRESHOLDS: '{"queue-stuk":"off"}' },
      'Thresholds.queue-stuk (QODER_THRESHOLDS): "off": did you mean queue-stuck? there is no setting of this name',
    ],
    [
      'a warning above its critical level',
      { QODER_THRESHOLDS: '{"queue-stuck":{"warning":1000}}' },
      'Thresholds.queue-stuck (QODER_THRESHOLDS): {"warning":1000,"critical":900}: write a warning of at most the critical level (a level that is not written has its default)',
    ],
    [
      'other settings that are a list',
      { QODER_SETTINGS: '[]' },
      'Settings (QODER_SETTINGS): "[]": write a JSON object of settings, such as {"heartbeatIntervalSeconds":30}',
    ],
    [
      'a misspelt setting',
      { QODER_SETTINGS: '{"heartbeatInterval":30}' },
      'Settings.heartbeatInterval (QODER_SETTINGS): 30: did you mean heartbeatIntervalSeconds? there is no setting of this name',
    ],
    [
      'a setting of the deployment',
      { QODER_SETTINGS: '{"queueAlarms":true}' },
      'Settings.queueAlarms (QODER_SETTINGS): true: remove it: it is decided before the template is made, which takes the CDK',
    ],
    [
      'an override that is none',
      { QODER_SETTINGS: '{"overrides":{"env_a":null}}' },
      'Settings.overrides.env_a (QODER_SETTINGS): null: write an object of settings, such as { "heartbeatIntervalSeconds": 30 }',
    ],
    ...['__proto__', 'constructor'].map((name): [string, Record<string, string>, string] => [
      `an override of ${name}`,
      { QODER_SETTINGS: `{"overrides":{"${name}":{"heartbeatIntervalSeconds":5}}}` },
      `Settings.overrides.${name} (QODER_SETTINGS): {"heartbeatIntervalSeconds":5}: remove it: nothing can have this name`,
    ]),
    [
      'a setting that has a parameter of its own',
      { QODER_SETTINGS: '{"thresholds":{}}' },
      'Settings.thresholds (QODER_SETTINGS): {}: remove it: it is Thresholds (QODER_THRESHOLDS)',
    ],
    [
      'a setting that no object has',
      { QODER_SETTINGS: '{"__proto__":{"metrics":"lean"}}' },
      'Settings.__proto__ (QODER_SETTINGS): {"metrics":"lean"}: remove it: there is no setting of this name',
    ],
    [
      'the version of the file',
      { QODER_SETTINGS: '{"schemaVersion":2}' },
      'Settings.schemaVersion (QODER_SETTINGS): 2: remove it',
    ],
    [
      'how many functions there are',
      { QODER_SETTINGS: '{"shards":4}' },
      'Settings.shards (QODER_SETTINGS): 4: remove it: only the CDK makes several functions, where it is a setting of the monitor',
    ],
    [
      'tokens of functions that are not made',
      { QODER_SETTINGS: '{"tokenPerShard":true}' },
      'Settings.tokenPerShard (QODER_SETTINGS): true: remove it: only the CDK makes several functions, where it is a setting of the monitor',
    ],
    ['nothing to watch', { QODER_ENVIRONMENTS: undefined }, 'environments: missing: it is required'],
  ])('names parameter, value and remedy: %s', (_name, variables, line) => {
    expect(() => read(variables)).toThrow(`settings.json is not valid:\n  ${line}`);
  });

  it('leaves as many functions as the file says, whatever else the variables say', () => {
    const file = JSON.stringify({ ...JSON.parse(FILE), shards: 3, tokenPerShard: true });

    expect(read({ QODER_SETTINGS: '{"metrics":"lean"}' }, file)).toMatchObject({
      metrics: 'lean',
      shards: 3,
      tokenPerShard: true,
    });
  });

  it('leaves an override alone whose environment is not watched: the list may change without it', () => {
    const overrides = { env_c: { heartbeatIntervalSeconds: 5 } };

    expect(read({ QODER_SETTINGS: JSON.stringify({ overrides }) })).toMatchObject({ overrides });
  });

  it('tells all faults at once, of variables and resources alike', () => {
    const variables = {
      ...PARAMETERS,
      QODER_ENVIRONMENTS: 'prod',
      QODER_THRESHOLDS: '{',
      QODER_SETTINGS: '{"metrics":"all","monitor":"m"}',
      QODER_BASE_URL: 'http://api.example',
      TOKEN_SECRET_ID: 'secret',
      TABLE_NAME: 'table',
    };

    expect(() => readConfiguration(FILE, variables)).toThrow(
      [
        "The function's configuration is not valid:",
        '  Thresholds (QODER_THRESHOLDS): "{": write JSON such as {"queue-stuck":{"warning":600}}',
        '  Settings.monitor (QODER_SETTINGS): "m": remove it: it is MonitorName (QODER_MONITOR)',
        '  Environments[0] (QODER_ENVIRONMENTS): "prod": write an environment id: env_ followed by letters, digits, _ or -',
        '  Settings.metrics (QODER_SETTINGS): "all": write "lean", "essential" or "full"',
        '  ALERTS_TOPIC_ARN: missing: deploy the stack again: it sets this variable',
        '  BaseUrl (QODER_BASE_URL): "http://api.example": write https:',
      ].join('\n'),
    );
  });

  it('reads what a file of the same words would say, whatever they are', () => {
    const seconds = fc.integer({ min: 1, max: 900 });
    const arbitrary = fc.record({
      environments: fc.uniqueArray(fc.stringMatching(/^env_[a-z0-9_-]{1,8}$/), {
        minLength: 1,
        maxLength: 5,
      }),
      thresholds: fc.dictionary(
        fc.constantFrom(...Object.keys(DEFAULT_THRESHOLDS)),
        fc.record({ warning: seconds, critical: fc.constant(1000) }),
      ),
      heartbeatIntervalSeconds: seconds,
    });

    fc.assert(
      fc.property(arbitrary, ({ environments, thresholds, heartbeatIntervalSeconds }) => {
        const whole = {
          ...JSON.parse(FILE),
          monitor: 'm',
          environments,
          thresholds,
          heartbeatIntervalSeconds,
        };
        const variables = {
          QODER_MONITOR: 'm',
          QODER_ENVIRONMENTS: environments.join(', '),
          QODER_THRESHOLDS: JSON.stringify(thresholds),
          QODER_SETTINGS: JSON.stringify({ heartbeatIntervalSeconds }),
        };

        expect(readSettings(FILE, variables)).toEqual(readSettings(JSON.stringify(whole), {}));
      }),
    );
  });
});
