/** What the page may do to the simulated fleet, and what it shows of it. */

import type { Pace } from '../monitor/pace.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { API_FAULTS } from './api-faults.ts';
import type { Command } from './command.ts';
import type { FleetView, WorkerView } from './page-model.ts';
import { createScenarioPlayer, type ScenarioPlayer } from './scenario-player.ts';
import type { ScenarioName } from './scenario-words.ts';
import { operateWorkers, type WorkedFleet } from './worker-commands.ts';

export interface FleetControls {
  /** @throws {RangeError} in a sentence */
  readonly run: (command: Command) => void;
  readonly view: () => FleetView;
}

export interface FleetDeps extends WorkedFleet {
  readonly pace: Pace;
  readonly createToken: () => string;
  /** Stores the token where the monitor reads it. */
  readonly storeToken: (token: string) => void;
  /** Told in words what was done to the fleet; not of changes of time. */
  readonly say: (text: string) => void;
}

/** By hand, before its time. */
const ENDED_BY: Partial<Record<Command['action'], ScenarioName>> = {
  'mend-api': 'api-outage',
  'store-token': 'expired-token',
};

export function createFleetControls(deps: FleetDeps): FleetControls {
  const { simulator, pace, environments, say } = deps;
  const api = createApiSwitches(deps);
  const scenarioEnvironmentId = environments[0]?.id ?? '';
  const scenarios = createScenarioPlayer({
    simulator,
    say,
    environmentId: scenarioEnvironmentId,
    api: {
      break: () => api.breakBy('server-error'),
      mend: api.mend,
      rotateToken: api.rotateToken,
      storeToken: api.storeToken,
    },
  });
  return {
    run: (command) => {
      const played = scenarios.played();
      if (played !== null && played.name === ENDED_BY[command.action]) return scenarios.end();
      const done = operateWorkers(deps, command) ?? operateApi(api, command);
      if (done !== null) say(done);
      else runInTime(pace, scenarios, command);
    },
    view: () => ({
      workers: Object.fromEntries(environments.map(({ id }) => [id, toWorkerViews(simulator, id)])),
      fault: api.fault(),
      isTokenStored: api.isTokenStored(),
      pace: { everySeconds: pace.everySeconds(), isPaused: pace.isPaused() },
      scenarioEnvironmentId,
      scenario: scenarios.played(),
    }),
  };
}

interface ApiSwitches {
  readonly breakBy: (fault: keyof typeof API_FAULTS) => void;
  readonly mend: () => void;
  readonly rotateToken: () => void;
  readonly storeToken: () => void;
  /** How it is broken, in words; null while it works. */
  readonly fault: () => string | null;
  readonly isTokenStored: () => boolean;
}

function createApiSwitches({ simulator, createToken, storeToken }: FleetDeps): ApiSwitches {
  let fault: string | null = null;
  let isTokenStored = true;
  return {
    breakBy: (name) => {
      simulator.clearFaults();
      simulator.addFault(API_FAULTS[name].fault);
      fault = API_FAULTS[name].label;
    },
    mend: () => {
      simulator.clearFaults();
      fault = null;
    },
    rotateToken: () => {
      simulator.rotateToken(createToken());
      isTokenStored = false;
    },
    storeToken: () => {
      storeToken(simulator.token);
      isTokenStored = true;
    },
    fault: () => fault,
    isTokenStored: () => isTokenStored,
  };
}

/** @returns what was done in words, or null when the command is about something else */
function operateApi(api: ApiSwitches, command: Command): string | null {
  switch (command.action) {
    case 'break-api':
      api.breakBy(command.fault);
      return `API broken: ${api.fault()}`;
    case 'mend-api':
      api.mend();
      return 'API mended';
    case 'rotate-token':
      api.rotateToken();
      return 'Token rotated';
    case 'store-token':
      api.storeToken();
      return 'New token stored';
    default:
      return null;
  }
}

/** Without the Worker-ID, which nobody needs to see. */
function toWorkerViews(simulator: Simulator, environmentId: string): WorkerView[] {
  return simulator.workers(environmentId).map(({ id, status, itemId }) => ({ id, status, itemId }));
}

function runInTime(pace: Pace, scenarios: ScenarioPlayer, command: Command): void {
  if (command.action === 'play-scenario') scenarios.play(command.scenario);
  if (command.action === 'end-scenario') scenarios.end();
  if (command.action === 'set-pace') pace.setEverySeconds(command.everySeconds);
  if (command.action === 'pause') pace.pause();
  if (command.action === 'resume') pace.resume();
  if (command.action === 'step') pace.step();
}
