import { beforeEach, describe, expect, it } from 'vitest';
import { createScenarioPlayer, type ScenarioPlayer } from '../../../local/page/scenario-player.ts';
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from '../../../local/page/scenario-words.ts';
import { createSimulator, type Simulator } from '../../../local/simulator/simulator.ts';

const MINUTE_MS = 60_000;
const ID = 'env_a';

let simulator: Simulator;
let player: ScenarioPlayer;
let said: string[];
let switched: string[];

beforeEach(() => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z') });
  simulator.addEnvironment({ id: ID, arrivals: { kind: 'every', seconds: 45 } });
  for (const name of ['w-1', 'w-2', 'w-3']) simulator.addWorker(ID, { behaviour: 'works', name });
  simulator.advance(10 * MINUTE_MS);
  [said, switched] = [[], []];
  player = createScenarioPlayer({
    simulator,
    environmentId: ID,
    say: (text) => said.push(text),
    api: {
      break: () => switched.push('break'),
      mend: () => switched.push('mend'),
      rotateToken: () => switched.push('rotate'),
      storeToken: () => switched.push('store'),
    },
  });
});

const letPass = (minutes: number) => simulator.advance(minutes * MINUTE_MS);
const causes = () => new Set(simulator.liveTruth(ID).map(({ cause }) => cause));
const upCount = () => simulator.workers(ID).filter(({ status }) => status === 'up').length;

describe('createScenarioPlayer()', () => {
  it.each<[ScenarioName, number, () => unknown, unknown]>([
    ['out-of-memory-kill', 5, () => [causes().has('dead-worker'), upCount()], [true, 3]],
    [
      'bad-deploy',
      10,
      () =>
        simulator
          .workers(ID)
          .filter(({ status }) => status === 'up')
          .map(({ id }) => id),
      ['release-2'],
    ],
    ['hung-session', 10, () => causes().has('hung'), true],
    ['scale-to-zero', 10, () => [upCount(), [...causes()]], [0, ['no-workers']]],
    ['expired-token', 5, () => switched, ['rotate']],
    ['api-outage', 5, () => switched, ['break']],
    ['poison-item', 5, () => causes().has('poison'), true],
  ])('plays %s: after %i min it can be seen', (name, minutes, look, expected) => {
    player.play(name);
    letPass(minutes);

    expect(look()).toEqual(expected);
    expect(player.played()?.name).toBe(name);
  });

  it.each(SCENARIO_NAMES)('ends %s by itself, with a fleet that is well again', (name) => {
    player.play(name);
    letPass(SCENARIOS[name].minutes + 15);

    expect(player.played()).toBeNull();
    expect(upCount()).toBe(3);
    expect([...causes()].filter((cause) => cause !== 'healthy' && cause !== 'next-poll')).toEqual([]);
    expect(switched.length % 2).toBe(0);
    expect(said.length).toBeGreaterThanOrEqual(2);
  });

  it.each(SCENARIO_NAMES)('ends %s at once when asked, and plans nothing beyond it', (name) => {
    player.play(name);
    player.end();
    const saidBefore = [...said];
    letPass(60);

    expect(player.played()).toBeNull();
    expect(said).toEqual(saidBefore);
    expect(upCount()).toBe(3);
  });

  it('plays one at a time, and each again and again', () => {
    player.play('bad-deploy');
    expect(() => player.play('scale-to-zero')).toThrow(/“Bad deploy” is playing: end it first/);

    for (const _ of [1, 2]) {
      player.end();
      player.play('bad-deploy');
    }
    expect(simulator.workers(ID).filter(({ id }) => id === 'release-2')).toHaveLength(1);

    // A version that is no longer deployed cannot be started again, by Start all neither.
    player.end();
    expect(simulator.workers(ID).map(({ id }) => id)).toEqual(['w-1', 'w-2', 'w-3']);
  });
});
