/** What the page may do to the simulated fleet, and what it shows of it. */

import type { Pace } from '../monitor/pace.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { API_FAULTS } from './api-faults.ts';
import type { Command } from './command.ts';
import type { FleetView, WorkerView } from './page-model.ts';
import { operateWorkers, type WorkedFleet } from './worker-commands.ts';

export interface FleetControls {
  /** @returns what was done in words, or null where only time was changed. @throws {RangeError} in a sentence */
  readonly run: (command: Command) => string | null;
  readonly view: () => FleetView;
}

export interface FleetDeps extends WorkedFleet {
  readonly pace: Pace;
  readonly createToken: () => string;
  /** Stores the token where the monitor reads it. */
  readonly storeToken: (token: string) => void;
}

export function createFleetControls(deps: FleetDeps): FleetControls {
  const { simulator, pace, environments } = deps;
  let fault: string | null = null;
  let isTokenStored = true;

  const runFleetWide = (command: Command): string | null => {
    switch (command.action) {
      case 'break-api':
        simulator.clearFaults();
        simulator.addFault(API_FAULTS[command.fault].fault);
        fault = API_FAULTS[command.fault].label;
        return `API broken: ${fault}`;
      case 'mend-api':
        simulator.clearFaults();
        fault = null;
        return 'API mended';
      case 'rotate-token':
        simulator.rotateToken(deps.createToken());
        isTokenStored = false;
        return 'Token rotated';
      case 'store-token':
        deps.storeToken(simulator.token);
        isTokenStored = true;
        return 'New token stored';
      default:
        return runInTime(pace, command);
    }
  };
  return {
    run: (command) => operateWorkers(deps, command) ?? runFleetWide(command),
    view: () => ({
      workers: Object.fromEntries(environments.map(({ id }) => [id, toWorkerViews(simulator, id)])),
      fault,
      isTokenStored,
      pace: { everySeconds: pace.everySeconds(), isPaused: pace.isPaused() },
    }),
  };
}

/** Without the Worker-ID, which nobody needs to see. */
function toWorkerViews(simulator: Simulator, environmentId: string): WorkerView[] {
  return simulator.workers(environmentId).map(({ id, status, itemId }) => ({ id, status, itemId }));
}

function runInTime(pace: Pace, command: Command): null {
  if (command.action === 'set-pace') pace.setEverySeconds(command.everySeconds);
  if (command.action === 'pause') pace.pause();
  if (command.action === 'resume') pace.resume();
  if (command.action === 'step') pace.step();
  return null;
}
