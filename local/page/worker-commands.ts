/** Commands of the page that are about the workers and the work of one environment. */

import { countOf } from '../../lambda/model/human-words.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Command } from './command.ts';

/** The fleet whose workers are operated. */
export interface WorkedFleet {
  readonly simulator: Simulator;
  readonly environments: readonly { readonly id: string; readonly name: string | null }[];
}

/** @returns what was done in words, or null when the command is about something else */
export function operateWorkers({ simulator, environments }: WorkedFleet, command: Command): string | null {
  const nameOf = (id: string) => environments.find((environment) => environment.id === id)?.name ?? id;
  switch (command.action) {
    case 'kill-worker':
      simulator.killWorker(command.workerId);
      return `Killed ${command.workerId}`;
    case 'hang-worker':
      simulator.hangWorker(command.workerId);
      return `Hung ${command.workerId}`;
    case 'revive-worker':
      simulator.reviveWorker(command.workerId);
      return `Started ${command.workerId}`;
    case 'stop-all-workers':
      simulator.stopAllWorkers(command.environmentId);
      return `Killed every worker of ${nameOf(command.environmentId)}`;
    case 'revive-all-workers':
      for (const { id, status } of simulator.workers(command.environmentId)) {
        if (status !== 'up') simulator.reviveWorker(id);
      }
      return `Started the workers of ${nameOf(command.environmentId)}`;
    case 'stop-abandoned-work':
      return `Stopped ${countOf(stopAbandonedWork(simulator, command.environmentId), 'abandoned item')} of ${nameOf(command.environmentId)}`;
    case 'add-work':
      simulator.addWork(command.environmentId, { count: command.count });
      return `Added ${countOf(command.count, 'item')} to ${nameOf(command.environmentId)}`;
    default:
      return null;
  }
}

/** The item of a dead worker comes back to nobody: an operator has to stop it. @returns how many */
export function stopAbandonedWork(simulator: Simulator, environmentId: string): number {
  const abandoned = simulator
    .truth(environmentId)
    .filter(
      ({ cause, state }) => cause === 'dead-worker' || (cause === 'never-started' && state !== 'queued'),
    );
  for (const { id } of abandoned) simulator.stopWork(environmentId, id, { force: true });
  return abandoned.length;
}
