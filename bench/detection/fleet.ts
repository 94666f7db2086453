/** A fleet in which one environment for each kind of fault goes wrong again and again, and some never do. */
import { createRandom, drawBetween } from '../../local/simulator/random.ts';
import type { Simulator } from '../../local/simulator/simulator.ts';

export const KINDS = ['dead', 'hung', 'absent', 'bounced', 'poison', 'saturated'] as const;
export type FaultKind = (typeof KINDS)[number];

/** From the cause to its repair: what is true, whatever anybody measures. */
export interface Episode {
  readonly kind: FaultKind;
  readonly environmentId: string;
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Before the first fault, as a monitor is set up in good times. */
const QUIET_MINUTES = 180;
const EPISODE_EVERY_MINUTES = 360;
/** When a person has repaired it. */
export const REPAIR_MINUTES = 90;

const WORKERS = ['w1', 'w2', 'w3'];

type Act = (simulator: Simulator, id: string) => void;

/** @returns every episode; their causes and repairs are planned in the simulator */
export function stageFleet(simulator: Simulator, minutes: number): Episode[] {
  stageHealthy(simulator, minutes);
  const random = createRandom(7);
  return KINDS.flatMap((kind) => {
    const id = `env_${kind}`;
    simulator.addEnvironment({ id, arrivals: { kind: 'poisson', meanSeconds: 60 } });
    for (const name of WORKERS) simulator.addWorker(id, { behaviour: 'works', name: `${id}.${name}` });
    const episodes: Episode[] = [];
    for (let from = QUIET_MINUTES; from + EPISODE_EVERY_MINUTES <= minutes; from += EPISODE_EVERY_MINUTES) {
      const startMinute = from + Math.floor(drawBetween(random, { min: 0, max: 120 }));
      const endMinute = startMinute + REPAIR_MINUTES;
      simulator.schedule(startMinute * 60_000, () => CAUSES[kind](simulator, id));
      simulator.schedule(endMinute * 60_000, () => REPAIRS[kind](simulator, id));
      episodes.push({ kind, environmentId: id, startMinute, endMinute });
    }
    return episodes;
  });
}

/** Environments that are well, each in a way that is easily mistaken. */
function stageHealthy(simulator: Simulator, minutes: number): void {
  const add = (id: string, count: number, habits: Partial<Parameters<Simulator['addWorker']>[1]> = {}) => {
    simulator.addEnvironment({ id });
    for (let number = 1; number <= count; number++) {
      simulator.addWorker(id, { behaviour: 'works', name: `${id}.w${number}`, ...habits });
    }
  };
  add('env_steady', 3);
  simulator.setArrivals('env_steady', { kind: 'poisson', meanSeconds: 45 });
  add('env_bursts', 10);
  for (let minute = 30; minute < minutes; minute += 120) {
    simulator.schedule(minute * 60_000, () => void simulator.addWork('env_bursts', { count: 35 }));
  }
  add('env_slow_beats', 12, { beatEverySeconds: 300, workSeconds: { min: 1_200, max: 2_400 } });
  simulator.setArrivals('env_slow_beats', { kind: 'poisson', meanSeconds: 600 });
  add('env_no_worker_id', 10, { sendsWorkerId: false, workSeconds: { min: 300, max: 900 } });
  simulator.setArrivals('env_no_worker_id', { kind: 'poisson', meanSeconds: 300 });
}

/** Does it to a worker in the middle of a session; where nobody is, to the first that begins one. */
const toBusyWorker =
  (act: (simulator: Simulator, workerId: string) => void): Act =>
  (simulator, id) => {
    const active = simulator.truth(id).find(({ state, cause }) => state === 'active' && cause === 'healthy');
    if (active?.workerId != null) return act(simulator, active.workerId);
    simulator.schedule(5_000, () => toBusyWorker(act)(simulator, id));
  };

const CAUSES: Readonly<Record<FaultKind, Act>> = {
  dead: toBusyWorker((simulator, workerId) => simulator.killWorker(workerId)),
  hung: toBusyWorker((simulator, workerId) => simulator.hangWorker(workerId)),
  absent: (simulator, id) => simulator.stopAllWorkers(id),
  bounced: (simulator, id) => {
    simulator.stopAllWorkers(id);
    const name = `${id}.dispatcher-${simulator.workers(id).length}`;
    simulator.addWorker(id, { behaviour: 'bounces', name });
  },
  poison: (simulator, id) => void simulator.addWork(id, { isPoison: true }),
  // Three workers manage about 3.2 items a minute; 6 come.
  saturated: (simulator, id) => simulator.setArrivals(id, { kind: 'poisson', meanSeconds: 10 }),
};

/** Ends what has no worker any more, and starts the workers anew. */
const restart: Act = (simulator, id) => {
  simulator.stopAllWorkers(id);
  for (const item of simulator.truth(id)) {
    if (item.state === 'active' || item.state === 'starting' || item.state === 'stopping') {
      simulator.stopWork(id, item.id, { force: true });
    }
  }
  for (const name of WORKERS) simulator.reviveWorker(`${id}.${name}`);
};

const REPAIRS: Readonly<Record<FaultKind, Act>> = {
  dead: restart,
  hung: restart,
  absent: restart,
  bounced: restart,
  poison: (simulator, id) => {
    for (const item of simulator.truth(id)) {
      if (item.cause === 'poison') simulator.stopWork(id, item.id, { force: true });
    }
  },
  saturated: (simulator, id) => simulator.setArrivals(id, { kind: 'poisson', meanSeconds: 60 }),
};
