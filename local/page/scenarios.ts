/** How each story of scenario-words.ts begins and ends. What happens in between, the fleet does by itself. */

import { countOf } from '../../lambda/model/human-words.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { ScenarioName } from './scenario-words.ts';
import { stopAbandonedWork } from './worker-commands.ts';

export interface Stage {
  readonly simulator: Simulator;
  /** Its workers are up when a story begins. */
  readonly environmentId: string;
  /** Virtual minutes from the beginning; not at all where the story was ended before. */
  readonly after: (minutes: number, act: () => void) => void;
  /** Puts what was done into words, for people. */
  readonly say: (text: string) => void;
  readonly api: {
    readonly break: () => void;
    readonly mend: () => void;
    readonly rotateToken: () => void;
    readonly storeToken: () => void;
  };
}

/** @returns what ends it */
type Scenario = (stage: Stage) => () => void;

/** The version that gives each item back; it is there only while it is deployed. */
const BAD_RELEASE = 'release-2';
/** So that somebody has taken the new item. */
const UNTIL_TAKEN_MINUTES = 0.25;

export const PLAYS: Readonly<Record<ScenarioName, Scenario>> = {
  'out-of-memory-kill': (stage) => {
    const { simulator, environmentId, after, say } = stage;
    simulator.addWork(environmentId);
    after(UNTIL_TAKEN_MINUTES, () => {
      const worker = findBusyWorker(stage);
      simulator.killWorker(worker);
      say(`The kernel killed ${worker} in the middle of an item`);
      after(1, () => {
        simulator.reviveWorker(worker);
        say(`${worker} was started again, without its item`);
      });
    });
    return () => sayStopped(stage);
  },
  'bad-deploy': (stage) => {
    const { simulator, environmentId, say } = stage;
    for (const { id } of simulator.workers(environmentId)) simulator.drainWorker(id);
    simulator.addWorker(environmentId, { behaviour: 'bounces', name: BAD_RELEASE });
    say(`Deployed ${BAD_RELEASE} in place of every worker`);
    return () => {
      simulator.removeWorker(BAD_RELEASE);
      reviveWorkers(stage);
      say('Rolled back the deploy');
    };
  },
  'hung-session': (stage) => {
    const { simulator, environmentId, after, say } = stage;
    simulator.addWork(environmentId);
    after(UNTIL_TAKEN_MINUTES, () => {
      const worker = findBusyWorker(stage);
      simulator.hangWorker(worker);
      say(`The session of ${worker} hangs, its heartbeats go on`);
    });
    return () => {
      reviveWorkers(stage);
      say('The worker was started again');
      sayStopped(stage);
    };
  },
  'scale-to-zero': (stage) => {
    const { simulator, environmentId, say } = stage;
    for (const { id } of simulator.workers(environmentId)) simulator.drainWorker(id);
    say('Shut down every worker');
    return () => {
      reviveWorkers(stage);
      say('Started the workers again');
    };
  },
  'expired-token': ({ api, say }) => {
    api.rotateToken();
    say('The token of the monitor has expired');
    return () => {
      api.storeToken();
      say('Stored a new token');
    };
  },
  'api-outage': ({ api, say }) => {
    api.break();
    say('The API is down: it answers 500');
    return () => {
      api.mend();
      say('The API works again');
    };
  },
  'poison-item': ({ simulator, environmentId, say }) => {
    const [itemId = ''] = simulator.addWork(environmentId, { isPoison: true });
    say('Added an item that no worker manages to ack');
    return () => {
      simulator.stopWork(environmentId, itemId, { force: true });
      say('Stopped the item');
    };
  },
};

/** Every worker that is not as it should be is started anew. */
export function reviveWorkers({
  simulator,
  environmentId,
}: Pick<Stage, 'simulator' | 'environmentId'>): void {
  for (const { id, status } of simulator.workers(environmentId)) {
    if (status === 'up') simulator.stopDraining(id);
    else simulator.reviveWorker(id);
  }
}

function findBusyWorker({ simulator, environmentId }: Stage): string {
  const up = simulator.workers(environmentId).filter(({ status }) => status === 'up');
  const worker = up.find(({ itemId }) => itemId !== null) ?? up[0];
  if (worker === undefined) throw new RangeError(`Cannot play this in ${environmentId}: no worker is up`);
  return worker.id;
}

function sayStopped({ simulator, environmentId, say }: Stage): void {
  const count = stopAbandonedWork(simulator, environmentId);
  say(count === 0 ? 'Nothing was left behind' : `Stopped ${countOf(count, 'item')} left behind`);
}
