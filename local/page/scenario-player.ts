/** Plays one story at a time in the simulated fleet, and ends it when its time is over. */
import type { Simulator } from '../simulator/simulator.ts';
import type { PlayedScenario } from './page-model.ts';
import { SCENARIOS, type ScenarioName } from './scenario-words.ts';
import { PLAYS, reviveWorkers, type Stage } from './scenarios.ts';

export interface ScenarioPlayer {
  /** @throws {RangeError} while another one is playing */
  readonly play: (name: ScenarioName) => void;
  /** Ends what is playing before its time. */
  readonly end: () => void;
  readonly played: () => PlayedScenario | null;
}

const MINUTE_MS = 60_000;

export function createScenarioPlayer(
  deps: Pick<Stage, 'api' | 'say' | 'environmentId'> & { readonly simulator: Simulator },
): ScenarioPlayer {
  const { simulator } = deps;
  let current: { readonly view: PlayedScenario; readonly end: () => void } | null = null;

  const end = () => {
    const ended = current;
    current = null;
    ended?.end();
  };
  return {
    play: (name) => {
      if (current !== null) {
        const { label } = SCENARIOS[current.view.name];
        throw new RangeError(`“${label}” is playing: end it first, or wait until it is over`);
      }
      const { minutes } = SCENARIOS[name];
      const beganAtSeconds = simulator.now().getTime() / 1000;
      const view = { name, beganAtSeconds, endsAtSeconds: beganAtSeconds + minutes * 60 };
      // What was planned for a story that has ended must not touch the next one.
      const after: Stage['after'] = (afterMinutes, act) =>
        simulator.schedule(afterMinutes * MINUTE_MS, () => {
          if (current?.view === view) act();
        });
      reviveWorkers(deps);
      current = { view, end: () => undefined };
      current = { view, end: PLAYS[name]({ ...deps, after }) };
      after(minutes, end);
    },
    end,
    played: () => current?.view ?? null,
  };
}
