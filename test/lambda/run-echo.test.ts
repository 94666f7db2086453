/** Canaries: an API that echoes the tokens in whatever form, wherever it can, through whole runs to what leaves. */
import { inflateRawSync } from 'node:zlib';
import type { PublishCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { sendAlert } from '../../lambda/notify/send-alert.ts';
import { createRedact, formsOf } from '../../lambda/redact.ts';
import { createVirtualMonitor, TOKEN, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import { aContext } from './notify/an-alert.ts';

/** With characters that a URL encodes, and base64 in its two alphabets. */
const ROTATED = 'pt-r0t/Ted+KEY=9876~zyxwvu>>?';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const FORMS: readonly [string, (token: string) => string][] = [
  ['as it is', (token) => token],
  ['upper-cased', (token) => token.toUpperCase()],
  ['URL-encoded', encodeURIComponent],
  ['base64', base64],
  ['base64 after one byte', (token) => base64(`:${token}:`)],
  ['base64 in a header', (token) => base64(`Bearer ${token}`)],
  ['base64url', (token) => Buffer.from(token).toString('base64url')],
  ['cut at its end', (token) => token.slice(0, 12)],
  ['cut at its beginning', (token) => token.slice(-9)],
  ['split by what nobody sees', (token) => `${token.slice(0, 6)}\u200b${token.slice(6)}`],
];

/** Each stretch of 8 characters that any form of any secret has, lower-cased. */
function stretchesOf(secrets: readonly string[]): Set<string> {
  const forms = secrets.flatMap(formsOf).map((form) => form.toLowerCase());
  return new Set(
    forms.flatMap((form) =>
      Array.from({ length: Math.max(0, form.length - 7) }, (_, at) => form.slice(at, at + 8)),
    ),
  );
}

function leaksIn(text: string, secrets: readonly string[]): string[] {
  // As a reader sees it.
  const lower = text.replace(/\p{Cf}|\\u200b/gu, '').toLowerCase();
  return [...stretchesOf(secrets)].filter((stretch) => lower.includes(stretch));
}

interface Rotated {
  readonly monitor: VirtualMonitor;
  /** What the API echoes from now on. */
  readonly echoed: readonly [string, string];
  /** All that are to be hidden. */
  readonly secrets: readonly string[];
}

/** Two runs with the first token, then it is rotated: both are to be hidden from then on. */
async function aMonitorThatRotated(): Promise<Rotated> {
  const monitor = aMonitor();
  await monitor.runMinutes(2);
  monitor.simulator.rotateToken(ROTATED);
  monitor.setSecret(ROTATED);
  await monitor.runMinutes(1);
  return { monitor, echoed: [TOKEN, ROTATED], secrets: [TOKEN, ROTATED] };
}

const KEY = 'sak-F1rst/Key+aBcD=1234~mnop?>>';
const ROTATED_KEY = 'sak-r0tated/K3y=+9876&&zyx';

/** The same with a service account: key and token are rotated, and the API knows all four. */
async function aServiceAccountThatRotated(echoed: 'keys' | 'tokens'): Promise<Rotated> {
  const monitor = aMonitor();
  const useKey = (key: string) => {
    monitor.simulator.serviceAccounts.setKey(key);
    monitor.setSecret(JSON.stringify({ serviceAccountKey: key }));
  };
  useKey(KEY);
  await monitor.runMinutes(2);
  monitor.simulator.serviceAccounts.revokeTokens();
  useKey(ROTATED_KEY);
  await monitor.runMinutes(1);
  const bearers = new Set(monitor.simulator.requests.map(({ bearer }) => bearer ?? ''));
  const [first = '', second = '', ...others] = [...bearers].filter((bearer) => bearer.startsWith('eyJ'));
  expect([first === '', second === '', others]).toEqual([false, false, []]);
  const secrets = [KEY, ROTATED_KEY, first, second];
  return { monitor, echoed: echoed === 'keys' ? [KEY, ROTATED_KEY] : [first, second], secrets };
}

function aMonitor(): VirtualMonitor {
  const monitor = createVirtualMonitor({
    environments: 'all',
    thresholds: { 'queue-stuck': { warning: 60 } },
  });
  for (const id of ['env_a', 'env_b', 'env_c']) monitor.simulator.addEnvironment({ id });
  monitor.simulator.addWork('env_a', { count: 3 });
  return monitor;
}

/** Changes the rows of a list. */
const withRows = (change: (row: Record<string, unknown>, at: number) => object) => (body: string) => {
  const { data, ...rest } = JSON.parse(body);
  return Array.isArray(data) ? JSON.stringify({ ...rest, data: data.map(change) }) : body;
};

function echoEverywhere({ simulator }: VirtualMonitor, echoes: readonly [string, string]): void {
  const both = echoes.join(' and ');
  simulator.addFault({ environmentId: 'env_b', kind: 'status', status: 403 });
  simulator.addFault({
    environmentId: 'env_b',
    kind: 'rewrite',
    rewrite: () =>
      JSON.stringify({ request_id: both, error: { type: both, message: `Unknown token ${both}: denied` } }),
  });
  simulator.addFault({
    endpoint: 'list-environments',
    kind: 'rewrite',
    rewrite: withRows((row, at) => ({
      ...row,
      name: `of ${echoes[at % 2]}`,
      config: { type: 'self_hosted', of: both },
    })),
  });
  simulator.addFault({
    environmentId: 'env_a',
    endpoint: 'list-work',
    kind: 'rewrite',
    rewrite: withRows(
      (row, at) =>
        [
          { ...row, data: { type: 'session', id: `sess_${both}` } },
          { ...row, state: echoes[0] },
          { ...row, id: `work_${both}` },
        ][at % 3] ?? row,
    ),
  });
}

const textOf = (body: unknown) =>
  body instanceof Uint8Array ? inflateRawSync(body).toString() : String(body ?? '');

async function render({ monitor: { alerts }, secrets }: Rotated): Promise<string> {
  const inputs: unknown[] = [];
  const client = {
    send: async (command: PublishCommand) => {
      inputs.push(command.input);
    },
  };
  const topics = { alertsTopicArn: 'alerts', chatTopicArn: 'chat', context: aContext, takenBy: new Map() };
  const redact = createRedact(() => secrets);
  for (const alert of alerts) {
    await sendAlert({ ...topics, client, redact }, alert, new AbortController().signal);
  }
  return JSON.stringify(inputs);
}

const WORLDS: readonly [string, () => Promise<Rotated>][] = [
  ['the tokens', aMonitorThatRotated],
  ['the keys of service accounts', () => aServiceAccountThatRotated('keys')],
  ['the tokens of service accounts', () => aServiceAccountThatRotated('tokens')],
];
const ECHOES = WORLDS.flatMap(([what, rotate]) => FORMS.map(([how, form]) => ({ what, rotate, how, form })));

describe.each(ECHOES)('run() with an API that echoes $what $how', ({ rotate, form }) => {
  let rotated: Rotated;
  beforeAll(async () => {
    rotated = await rotate();
    echoEverywhere(rotated.monitor, [form(rotated.echoed[0]), form(rotated.echoed[1])]);
    await rotated.monitor.runMinutes(12);
  });

  it('logs them in no form', () => {
    const { logged, logLines } = rotated.monitor;

    expect(logged('run').at(-1)).toMatchObject({ malformedCount: 1, unknownStateCount: 1 });
    expect(logLines.join('')).toContain('•••');
    expect(leaksIn(logLines.join(''), rotated.secrets)).toEqual([]);
  });

  it('stores them in no form', () => {
    const { rows, runRow } = rotated.monitor;
    const stored = [...rows].map(([key, { body }]) => `${key} ${textOf(body)}`).join('\n');

    expect(stored).toContain('•••');
    expect(leaksIn(`${stored} ${textOf(runRow.body)}`, rotated.secrets)).toEqual([]);
  });

  it('tells them in no form, on any topic', async () => {
    const sent = await render(rotated);

    expect(rotated.monitor.told().join()).toMatch(/env_a queue-stuck.*env_b environment-unreadable/);
    expect(sent).toContain('•••');
    expect(leaksIn(sent, rotated.secrets)).toEqual([]);
  });
});

describe('run() with an exchange that refuses a key and echoes it', () => {
  it.each(FORMS)('%s: logs, stores and tells it in no form', async (_name, form) => {
    const monitor = aMonitor();
    monitor.setSecret(JSON.stringify({ serviceAccountKey: KEY }));
    const echo = form(KEY);
    monitor.simulator.addFault({
      endpoint: 'exchange-key',
      kind: 'rewrite',
      rewrite: () => JSON.stringify({ request_id: echo, error: { type: echo, message: `No ${echo}!` } }),
    });
    await monitor.runMinutes(4);

    const stored = [...monitor.rows].map(([key, { body }]) => `${key} ${textOf(body)}`).join('\n');
    const sent = await render({ monitor, echoed: [KEY, KEY], secrets: [KEY] });
    expect(monitor.told().join()).toMatch(/api-unreachable opened/);
    expect([monitor.logLines.join(''), stored, sent].every((text) => text.includes('•••'))).toBe(true);
    expect(leaksIn([monitor.logLines.join(''), stored, sent].join(' '), [KEY])).toEqual([]);
  });
});

describe('run() with an API that calls an environment by the token', () => {
  it('neither reads nor stores nor logs it', async () => {
    const { monitor, secrets } = await aMonitorThatRotated();
    monitor.simulator.addEnvironment({ id: `env_${TOKEN}` });
    await monitor.runMinutes(12);

    const stored = [...monitor.rows].map(([key, { body }]) => `${key} ${textOf(body)}`).join('\n');
    expect(leaksIn(`${monitor.logLines.join('')} ${stored}`, secrets)).toEqual([]);
    expect(monitor.simulator.requests.filter(({ path }) => path.includes(TOKEN))).toEqual([]);
  });
});
