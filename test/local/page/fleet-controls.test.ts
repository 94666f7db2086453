import { beforeEach, describe, expect, it } from 'vitest';
import { createPace, type Pace } from '../../../local/monitor/pace.ts';
import type { Command } from '../../../local/page/command.ts';
import { createFleetControls, type FleetControls } from '../../../local/page/fleet-controls.ts';
import { createSimulator, type Simulator } from '../../../local/simulator/simulator.ts';

let simulator: Simulator;
let pace: Pace;
let stored: string[];
let said: string[];
let controls: FleetControls;

beforeEach(() => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: 'pt-old' });
  simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
  simulator.addWorker('env_a', { behaviour: 'slow', name: 'w-1' });
  simulator.addWorker('env_a', { behaviour: 'works', name: 'w-2' });
  pace = createPace(3, { nowMs: () => 0, sleep: async () => undefined });
  stored = [];
  said = [];
  controls = createFleetControls({
    simulator,
    pace,
    environments: [{ id: 'env_a', name: 'nightly' }],
    createToken: () => 'pt-new',
    storeToken: (token) => stored.push(token),
    say: (text) => said.push(text),
  });
});

const statuses = () => controls.view().workers.env_a?.map(({ status }) => status);
const listStatus = (token = simulator.token) => {
  const outcome = simulator.handle({
    method: 'GET',
    path: '/api/v1/cloud/environments/env_a/work',
    headers: { authorization: `Bearer ${token}` },
  });
  return typeof outcome === 'string' ? outcome : outcome.status;
};

describe('createFleetControls()', () => {
  it.each<[Command[], string, string[]]>([
    [[{ action: 'kill-worker', workerId: 'w-1' }], 'Killed w-1', ['down', 'up']],
    [[{ action: 'hang-worker', workerId: 'w-2' }], 'Hung w-2', ['up', 'hung']],
    [
      [{ action: 'stop-all-workers', environmentId: 'env_a' }],
      'Killed every worker of nightly',
      ['down', 'down'],
    ],
    [
      [
        { action: 'stop-all-workers', environmentId: 'env_a' },
        { action: 'revive-worker', workerId: 'w-1' },
      ],
      'Started w-1',
      ['up', 'down'],
    ],
    [
      [
        { action: 'kill-worker', workerId: 'w-1' },
        { action: 'revive-all-workers', environmentId: 'env_a' },
      ],
      'Started the workers of nightly',
      ['up', 'up'],
    ],
  ])('follows %j', (commands, expectedWords, expected) => {
    for (const command of commands) controls.run(command);
    expect(said.at(-1)).toBe(expectedWords);
    expect(statuses()).toEqual(expected);
  });

  it('stops what a dead worker has left behind, and nothing else', () => {
    controls.run({ action: 'add-work', environmentId: 'env_a', count: 1 });
    simulator.advance(10_000);
    controls.run({ action: 'stop-all-workers', environmentId: 'env_a' });
    controls.run({ action: 'add-work', environmentId: 'env_a', count: 2 });

    controls.run({ action: 'stop-abandoned-work', environmentId: 'env_a' });

    expect(said.at(-1)).toBe('Stopped 1 abandoned item of nightly');
    expect(simulator.truth('env_a').map(({ state }) => state)).toEqual(['stopped', 'queued', 'queued']);
  });

  it('breaks the API in one way at a time, and mends it', () => {
    controls.run({ action: 'break-api', fault: 'server-error' });
    controls.run({ action: 'break-api', fault: 'forbidden' });
    const broken = [listStatus(), controls.view().fault];
    controls.run({ action: 'mend-api' });

    expect(broken).toEqual([403, 'answers 403']);
    expect([listStatus(), controls.view().fault]).toEqual([200, null]);
  });

  it('rotates the token: the old one is refused, and the new one is stored when asked', () => {
    controls.run({ action: 'rotate-token' });

    expect([listStatus('pt-old'), stored, controls.view().isTokenStored]).toEqual([401, [], false]);
    controls.run({ action: 'store-token' });
    expect([listStatus('pt-new'), stored, controls.view().isTokenStored]).toEqual([200, ['pt-new'], true]);
  });

  it('changes time without a word', () => {
    controls.run({ action: 'set-pace', everySeconds: 0.5 });
    controls.run({ action: 'pause' });

    expect(said).toEqual([]);
    expect(controls.view().pace).toEqual({ everySeconds: 0.5, isPaused: true });
  });

  it.each<[string, Command['action'], Command]>([
    ['api-outage', 'mend-api', { action: 'mend-api' }],
    ['expired-token', 'store-token', { action: 'store-token' }],
  ])('ends the story %s where %s comes before its time', (scenario, _, command) => {
    controls.run({ action: 'play-scenario', scenario } as Command);
    expect(controls.view().scenario?.name).toBe(scenario);
    controls.run(command);

    expect(controls.view()).toMatchObject({ scenario: null, fault: null, isTokenStored: true });
    expect(listStatus()).toBe(200);
    expect(said).toHaveLength(2);
  });
});
