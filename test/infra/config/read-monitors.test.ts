import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../contract/invalid-input.ts';
import { type MonitorContext, readMonitors } from '../../../infra/config/read-monitors.ts';

const DEFAULTS = {
  baseUrl: 'https://api.qoder.com/api/v1/cloud',
  chat: false,
  emails: [],
  environmentNames: {},
  logRetentionDays: 30,
  metrics: 'essential',
  sessions: false,
  shards: 1,
  tokenPerShard: false,
  overrides: {},
  mute: [],
  queueAlarms: false,
  runbookUrl: 'docs/runbook.md',
  tags: {},
};

/** The message of the error, which a person reads in the terminal. */
function messageOf(context: MonitorContext): string {
  try {
    readMonitors(context);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('readMonitors() with names it does not know', () => {
  it('refuses what looks like a setting of ours, and leaves the CDK its own', () => {
    const context = {
      '@aws-cdk/core:checkSecretUsage': true,
      'aws:cdk:bundling-stacks': ['**'],
      'availability-zones:account=1:region=eu-central-1': [],
      environments: 'env_a',
      emials: 'me@example.com',
    };

    expect(messageOf(context)).toBe(
      'The configuration is not valid:\n  emials: "me@example.com": did you mean emails? -c takes environments, emails and baseUrl; write everything else in cdk.json, under monitors',
    );
    const { emials: _, ...ours } = context;
    expect([...readMonitors(ours).keys()]).toEqual(['default']);
  });
});

describe('readMonitors() short form', () => {
  it('makes the monitor default of -c environments and -c emails', () => {
    const monitors = readMonitors({ environments: 'env_a, env_b', emails: 'me@example.com,you@example.com' });

    expect([...monitors]).toEqual([
      [
        'default',
        { ...DEFAULTS, environments: ['env_a', 'env_b'], emails: ['me@example.com', 'you@example.com'] },
      ],
    ]);
  });

  it('means the same as the monitor default in cdk.json', () => {
    const short = readMonitors({ environments: 'env_a', emails: 'me@example.com' });
    const long = readMonitors({
      monitors: { default: { environments: ['env_a'], emails: ['me@example.com'] } },
    });

    expect([...short]).toEqual([...long]);
  });

  it('takes the base URL of another edition, too', () => {
    const baseUrl = 'https://api.qoder.com.cn/api/v1/cloud';

    expect(readMonitors({ environments: 'all', baseUrl }).get('default')?.baseUrl).toBe(baseUrl);
    expect(messageOf({ environments: 'all', baseUrl: 'https://api.qoder.com.cn' })).toContain(
      `baseUrl: "https://api.qoder.com.cn": write it with the prefix of the API: ${baseUrl}`,
    );
  });

  it('reads -c environments=all as every environment', () => {
    expect(readMonitors({ environments: 'all' }).get('default')?.environments).toBe('all');
  });

  it('refuses both forms at once', () => {
    const context = { environments: 'env_a', monitors: { default: { environments: ['env_a'] } } };

    expect(messageOf(context)).toBe(
      'The configuration is not valid:\n' +
        '  environments, emails, baseUrl: ["env_a",null,null]: use either monitors in cdk.json or -c environments=… -c emails=… -c baseUrl=…, not both',
    );
  });

  it('tells every fault at once: unknown names, both forms, and what is wrong in either', () => {
    const message = messageOf({
      emials: 'me@example.com',
      environments: 'production',
      monitors: { second: { environments: ['staging'] } },
    });

    expect(
      message
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(': ')[0]),
    ).toEqual([
      'emials',
      'environments, emails, baseUrl',
      'environments[0]',
      'monitors.second.environments[0]',
    ]);
  });

  it('tells every fault of the short form', () => {
    expect(messageOf({ environments: 'env_a,production', emails: 'me' })).toBe(
      'The configuration is not valid:\n' +
        '  environments[1]: "production": write an environment id: env_ followed by letters, digits, _ or -\n' +
        '  emails[0]: "me": write an e-mail address such as team@example.com',
    );
  });

  it('requires environments beside emails', () => {
    expect(messageOf({ emails: 'me@example.com' })).toBe(
      'The configuration is not valid:\n  environments: missing: write "all" or a list of environment ids (env_ followed by letters, digits, _ or -)',
    );
  });
});

describe('readMonitors() without a monitor', () => {
  it.each([['env_a'], [null], [1]])('tells what a monitor is made of where it is %j', (monitor) => {
    expect(messageOf({ monitors: { default: monitor } })).toBe(
      `The configuration is not valid:\n  monitors.default: ${JSON.stringify(monitor)}: write an object of settings, such as { "environments": ["env_a"] }`,
    );
  });

  it.each([
    { name: 'nothing', monitors: undefined },
    { name: 'an empty object', monitors: {} },
    { name: 'a text, as -c monitors=… would give', monitors: '{"default":{}}' },
    { name: 'a list', monitors: [] },
  ])('tells how to name one: $name', ({ monitors }) => {
    expect(messageOf({ monitors })).toContain(
      'npx cdk deploy -c environments=env_a,env_b -c emails=me@example.com',
    );
  });
});

describe('readMonitors() several monitors', () => {
  it('keeps the name, the order and the settings of each', () => {
    const monitors = readMonitors({
      monitors: {
        international: { environments: 'all', queueAlarms: true },
        china: { environments: ['env_c'], baseUrl: 'https://api.qoder.com.cn/api/v1/cloud' },
      },
    });

    expect([...monitors]).toEqual([
      ['international', { ...DEFAULTS, environments: 'all', queueAlarms: true }],
      ['china', { ...DEFAULTS, environments: ['env_c'], baseUrl: 'https://api.qoder.com.cn/api/v1/cloud' }],
    ]);
  });

  it('tells the faults of all monitors at once, by path, value and remedy', () => {
    const context = {
      monitors: {
        '1st': { environments: ['env_a'], colour: 'red', color: 'blue' },
        second: {
          environments: ['env_a'],
          thresholds: { 'queue-stuck': { warning: 900, critical: 300 } },
          overrides: { env_z: { heartbeatIntervalSeconds: 30 } },
          environmentNames: { env_y: 'Production' },
          logRetentionDays: 31,
        },
        third: {
          environments: ['env_a', 'production'],
          email: ['me@example.com'],
          thresholds: {
            'queue-stuk': 'off',
            'stuck-starting': { warning: 900, critcal: 300 },
            'long-running': { warning: 900, critical: 300 },
          },
          overrides: { env_z: { heartbeatInterval: 30 } },
          mute: [{ from: 'whenever' }, { environments: ['env_w'] }],
        },
      },
    };

    expect(messageOf(context)).toBe(
      [
        'The configuration is not valid:',
        '  monitors.1st: "1st": write a letter followed by at most 63 letters, digits or -',
        '  monitors.1st.colour: "red": remove it: there is no setting of this name',
        '  monitors.1st.color: "blue": remove it: there is no setting of this name',
        '  monitors.second.logRetentionDays: 31: write a number of days that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, …, 3653',
        '  monitors.second.thresholds.queue-stuck: {"warning":900,"critical":300}: write a warning of at most the critical level (a level that is not written has its default)',
        '  monitors.second.overrides.env_z: {"heartbeatIntervalSeconds":30}: remove it, or name the environment in environments',
        '  monitors.second.environmentNames.env_y: "Production": remove it, or name the environment in environments',
        '  monitors.third.thresholds.stuck-starting.critcal: 300: did you mean critical? there is no setting of this name',
        '  monitors.third.thresholds.queue-stuk: "off": did you mean queue-stuck? there is no setting of this name',
        '  monitors.third.overrides.env_z.heartbeatInterval: 30: did you mean heartbeatIntervalSeconds? there is no setting of this name',
        '  monitors.third.email: ["me@example.com"]: did you mean emails? there is no setting of this name',
        '  monitors.third.environments[1]: "production": write an environment id: env_ followed by letters, digits, _ or -',
        '  monitors.third.mute[0].from: "whenever": write an instant such as 2026-12-24T18:00:00Z (with Z or an offset), or a time of the day such as 22:00',
        '  monitors.third.mute[0].until: missing: it is required',
        '  monitors.third.mute[1].from: missing: it is required',
        '  monitors.third.mute[1].until: missing: it is required',
        '  monitors.third.thresholds.long-running: {"warning":900,"critical":300}: write a warning of at most the critical level (a level that is not written has its default)',
        '  monitors.third.overrides.env_z: {"heartbeatInterval":30}: remove it, or name the environment in environments',
        '  monitors.third.mute[1].environments[0]: "env_w": remove it, or name the environment in environments',
      ].join('\n'),
    );
  });
});
