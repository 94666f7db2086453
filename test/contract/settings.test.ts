import { describe, expect, it } from 'vitest';
import { parseWith } from '../../contract/invalid-input.ts';
import { settingsSchema } from '../../contract/settings.ts';

const BASE = { schemaVersion: 1, monitor: 'default', environments: 'all' };
const parse = (settings: unknown) => parseWith(settingsSchema, settings, 'settings.json');

/** The message of the refusal, without its first line and its indent. */
function faultsOf(settings: unknown): string[] {
  try {
    parse(settings);
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : '').split('\n  ').slice(1);
  }
}

const LEVEL = 'write a whole number of at least 1, or "off"';
const THRESHOLD =
  'write "auto", "off" or { "warning": N, "critical": N } with whole numbers of at least 1, or "off" for one of them';
const UNKNOWN = 'remove it: there is no setting of this name';
const ENVIRONMENTS = 'write "all" or a list of environment ids (env_ followed by letters, digits, _ or -)';
const SECONDS = 'write a whole number of seconds of at least 1';

describe('settings.json', () => {
  it('has defaults for what is not written', () => {
    expect(parse(BASE)).toMatchObject({ ...BASE, metrics: 'essential', overrides: {} });
  });

  it.each([
    [{ ...BASE, environments: ['env_a', 'env_A', 'env_-_0'] }],
    [
      {
        ...BASE,
        thresholds: {
          'queue-stuck': 'off',
          'stuck-starting': 'auto',
          'queue-deep': { warning: 1 },
          'long-running': {},
        },
      },
    ],
    [{ ...BASE, thresholds: { 'stale-heartbeat': { warning: 'off', critical: 31_536_000 } } }],
    [{ ...BASE, overrides: { env_other: { heartbeatIntervalSeconds: 1 } } }],
    [{ ...BASE, sessionsPerWorker: 4, keepWorkersMinutes: 120 }],
    [{ ...BASE, overrides: { env_other: { sessionsPerWorker: 1, keepWorkersMinutes: 0 } } }],
    [{ ...BASE, slo: { pickupSeconds: 60, target: 0.95 } }],
    [{ ...BASE, slo: { pickupSeconds: 86_400, target: 0.9999, applicationSignals: true } }],
    [{ ...BASE, overrides: { env_other: { slo: { pickupSeconds: 1 } } } }],
    [{ ...BASE, overrides: { env_other: { slo: 'off' } } }],
    [{ ...BASE, workspaceId: 'ws-1', sessionUrl: 'https://x.example/{id}', runbookUrl: 'https://x.example' }],
  ])('takes %j', (settings) => {
    expect(faultsOf(settings)).toEqual([]);
  });

  it.each<[unknown, string[]]>([
    [
      {},
      [
        'schemaVersion: missing: it is required',
        'monitor: missing: it is required',
        'environments: missing: it is required',
      ],
    ],
    [{ ...BASE, schemaVersion: 2 }, ['schemaVersion: 2: this version reads schemaVersion 1: deploy again']],
    ...['', '1a', 'a b', 'a_b', `${'a'.repeat(90)}_`].map((monitor): [unknown, string[]] => [
      { ...BASE, monitor },
      [`monitor: "${monitor}": write a letter followed by at most 127 letters, digits or -`],
    ]),
    [{ ...BASE, environments: 'some' }, [`environments: "some": ${ENVIRONMENTS}`]],
    [{ ...BASE, environments: [] }, ['environments: []: name at least one environment, or write "all"']],
    [
      { ...BASE, environments: ['env_a', 'env_a'] },
      ['environments: ["env_a","env_a"]: name each environment once'],
    ],
    [
      { ...BASE, environments: ['env_a', 'env_x/work/poll?', 'env_', 7] },
      [
        'environments[1]: "env_x/work/poll?": write an environment id: env_ followed by letters, digits, _ or -',
        'environments[2]: "env_": write an environment id: env_ followed by letters, digits, _ or -',
        'environments[3]: 7: write an environment id such as "env_019e64e01a13"',
      ],
    ],
    [{ ...BASE, metrics: 'some' }, ['metrics: "some": write "lean", "essential" or "full"']],
    [{ ...BASE, heartbeatIntervalSeconds: 0.5 }, [`heartbeatIntervalSeconds: 0.5: ${SECONDS}`]],
    [{ ...BASE, heartbeatIntervalSeconds: 0 }, [`heartbeatIntervalSeconds: 0: ${SECONDS}`]],
    [{ ...BASE, heartbeatIntervalSeconds: '30' }, [`heartbeatIntervalSeconds: "30": ${SECONDS}`]],
    [
      { ...BASE, sessionsPerWorker: 0 },
      ['sessionsPerWorker: 0: write a whole number of sessions of at least 1'],
    ],
    [
      { ...BASE, keepWorkersMinutes: 121 },
      ['keepWorkersMinutes: 121: write a whole number of minutes from 0 to 120'],
    ],
    [{ ...BASE, slo: 60 }, ['slo: 60: write { "pickupSeconds": 60, "target": 0.95 }']],
    [
      { ...BASE, slo: { pickupSeconds: 1.5, target: 95 } },
      [
        'slo.pickupSeconds: 1.5: write a whole number of seconds from 1 to 86400',
        'slo.target: 95: write a share from 0.5 to 0.9999, such as 0.95',
      ],
    ],
    [{ ...BASE, slo: { pickupSeconds: 60 } }, ['slo.target: missing: it is required']],
    [
      { ...BASE, overrides: { env_a: { slo: { pickupSeconds: 0 } }, env_b: { slo: 'on' } } },
      [
        'overrides.env_a.slo.pickupSeconds: 0: write a whole number of seconds from 1 to 86400',
        'overrides.env_b.slo: "on": write { "pickupSeconds": N }, or "off"',
      ],
    ],
    [{ ...BASE, thresholds: { 'queue-stuck': 300 } }, [`thresholds.queue-stuck: 300: ${THRESHOLD}`]],
    [{ ...BASE, thresholds: { 'queue-stuck': null } }, [`thresholds.queue-stuck: null: ${THRESHOLD}`]],
    [
      { ...BASE, thresholds: { 'queue-stuck': { warning: 0 } } },
      [`thresholds.queue-stuck.warning: 0: ${LEVEL}`],
    ],
    [
      { ...BASE, thresholds: { 'queue-stuck': { critical: 1.5 } } },
      [`thresholds.queue-stuck.critical: 1.5: ${LEVEL}`],
    ],
    [{ ...BASE, workspaceId: 'a b' }, ['workspaceId: "a b": write the workspace id, without spaces']],
    [
      { ...BASE, workspaceId: 'a\r\nb: c' },
      ['workspaceId: "a\\r\\nb: c": write the workspace id, without spaces'],
    ],
    [
      { ...BASE, sessionUrl: 'http://x/{id}' },
      ['sessionUrl: "http://x/{id}": write an https URL that contains {id}'],
    ],
    [
      { ...BASE, sessionUrl: 'https://x/' },
      ['sessionUrl: "https://x/": write an https URL that contains {id}'],
    ],
    [{ ...BASE, runbookUrl: 7 }, ['runbookUrl: 7: write an https URL']],
  ])('refuses %j', (settings, faults) => {
    expect(faultsOf(settings)).toEqual(faults);
  });

  it('tells every fault at once, unknown settings first, wherever they stand', () => {
    const faults = faultsOf({
      ...BASE,
      x: 1,
      toString: 2,
      thresholds: { 'queue-stuck': { warning: 0, critcal: 5, foo: 1 }, nope: 1 },
      overrides: { bad: {}, env_a: { thresholds: { 'queue-deep': 'on' }, q: 1 } },
    });

    expect(faults.slice(0, 6).sort()).toEqual(
      [
        `x: 1: ${UNKNOWN}`,
        `toString: 2: ${UNKNOWN}`,
        'thresholds.queue-stuck.critcal: 5: did you mean critical? there is no setting of this name',
        `thresholds.queue-stuck.foo: 1: ${UNKNOWN}`,
        `thresholds.nope: 1: ${UNKNOWN}`,
        `overrides.env_a.q: 1: ${UNKNOWN}`,
      ].sort(),
    );
    expect(faults.slice(6)).toEqual([
      `thresholds.queue-stuck.warning: 0: ${LEVEL}`,
      'overrides.bad: "bad": write an environment id: env_ followed by letters, digits, _ or -',
      `overrides.env_a.thresholds.queue-deep: "on": ${THRESHOLD}`,
    ]);
  });
});
