/** The fleet of the recorded day and what befalls it, minute by minute. */
import type { SettingsInput } from '../../contract/settings.ts';
import type { Fault } from '../simulator/faults.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { VirtualMonitor } from './virtual-monitor.ts';

export const MINUTES = 1_440;

export const SETTINGS: Partial<SettingsInput> = {
  environments: 'all',
  metrics: 'full',
  thresholds: { 'long-running': { warning: 3_600, critical: 7_200 }, 'queue-deep': { warning: 20 } },
  overrides: {
    env_bursts: { thresholds: { 'queue-stuck': { warning: 120, critical: 1_800 } } },
    env_slow_beats: { heartbeatIntervalSeconds: 300 },
  },
  mute: [{ from: '02:00', until: '03:30', timezone: 'Europe/Berlin', environments: ['env_absent'] }],
};

const WORKERS = ['w1', 'w2', 'w3'];

/** @returns to be called before the run of each minute */
export function stageDay(monitor: VirtualMonitor): (minute: number) => void {
  const { simulator } = monitor;
  const actions = new Map<number, (() => void)[]>();
  const at = (minute: number, action: () => void) =>
    void actions.set(minute, [...(actions.get(minute) ?? []), action]);
  stageWorkers(simulator, at);
  stageQueues(simulator, at);
  stageApi(monitor, at);
  return (minute) => {
    for (const action of actions.get(minute) ?? []) action();
  };
}

type At = (minute: number, action: () => void) => void;

function addFleet(simulator: Simulator, id: string, meanSeconds = 60, finishedItemCount = 150): void {
  simulator.addEnvironment({ id, name: `${id} of the day`, finishedItemCount });
  simulator.setArrivals(id, { kind: 'poisson', meanSeconds });
  for (const name of WORKERS) simulator.addWorker(id, { behaviour: 'works', name: `${id}.${name}` });
}

function restart(simulator: Simulator, id: string): void {
  simulator.stopAllWorkers(id);
  for (const { id: itemId, state } of simulator.truth(id)) {
    if (state !== 'queued' && state !== 'stopped') simulator.stopWork(id, itemId, { force: true });
  }
  for (const name of WORKERS) simulator.reviveWorker(`${id}.${name}`);
}

function toBusyWorker(simulator: Simulator, id: string, act: (workerId: string) => void): void {
  const active = simulator.truth(id).find(({ state, cause }) => state === 'active' && cause === 'healthy');
  if (active?.workerId != null) act(active.workerId);
  else simulator.schedule(5_000, () => toBusyWorker(simulator, id, act));
}

function stageWorkers(simulator: Simulator, at: At): void {
  for (const id of ['env_dead', 'env_hung', 'env_absent', 'env_steady']) addFleet(simulator, id);
  for (const [minute, endMinute] of [
    [200, 290],
    [560, 640],
    [900, 1_200],
  ] as const) {
    at(minute, () => toBusyWorker(simulator, 'env_dead', (worker) => simulator.killWorker(worker)));
    at(minute + 20, () => toBusyWorker(simulator, 'env_dead', (worker) => simulator.killWorker(worker)));
    at(endMinute, () => restart(simulator, 'env_dead'));
    at(minute, () => toBusyWorker(simulator, 'env_hung', (worker) => simulator.hangWorker(worker)));
    at(endMinute + 60, () => restart(simulator, 'env_hung'));
    at(minute - 60, () => simulator.stopAllWorkers('env_absent'));
    at(endMinute, () => restart(simulator, 'env_absent'));
  }
  simulator.addEnvironment({ id: 'env_bounced' });
  simulator.addWorker('env_bounced', { behaviour: 'bounces', name: 'bouncer' });
  at(100, () => simulator.setArrivals('env_bounced', { kind: 'every', seconds: 100 }));
  at(200, () => simulator.setArrivals('env_bounced', null));
  simulator.addEnvironment({ id: 'env_cold' });
  for (const name of ['c1', 'c2']) simulator.addWorker('env_cold', { behaviour: 'acks-never-starts', name });
  at(300, () => simulator.addWork('env_cold', { count: 4 }));
  at(340, () => {
    for (const { id, state } of simulator.truth('env_cold'))
      if (state !== 'stopped') simulator.stopWork('env_cold', id, { force: id.endsWith('0') });
  });
  simulator.addEnvironment({ id: 'env_slow_beats' });
  simulator.setArrivals('env_slow_beats', { kind: 'poisson', meanSeconds: 600 });
  for (let number = 1; number <= 12; number++) {
    const habits = { beatEverySeconds: 300, workSeconds: { min: 1_200, max: 2_400 } };
    simulator.addWorker('env_slow_beats', { behaviour: 'works', name: `slow.w${number}`, ...habits });
  }
}

function stageQueues(simulator: Simulator, at: At): void {
  for (const id of ['env_poison', 'env_saturated', 'env_paused']) addFleet(simulator, id, 90, 1_200);
  at(240, () => simulator.addWork('env_poison', { isPoison: true }));
  at(420, () => {
    for (const { id, cause } of simulator.truth('env_poison'))
      if (cause === 'poison') simulator.stopWork('env_poison', id, { force: true });
  });
  at(300, () => simulator.setArrivals('env_saturated', { kind: 'poisson', meanSeconds: 9 }));
  at(390, () => simulator.setArrivals('env_saturated', { kind: 'poisson', meanSeconds: 120 }));
  at(700, () => simulator.setDeliveryPaused('env_paused', true));
  at(760, () => simulator.setDeliveryPaused('env_paused', false));
  simulator.addEnvironment({ id: 'env_bursts' });
  for (let number = 1; number <= 8; number++)
    simulator.addWorker('env_bursts', { behaviour: 'no-worker-id', name: `bursts.w${number}` });
  for (let minute = 30; minute < MINUTES; minute += 180)
    at(minute, () => void simulator.addWork('env_bursts', { count: 35 }));
  simulator.addEnvironment({ id: 'env_never_acks' });
  simulator.addWorker('env_never_acks', { behaviour: 'never-acks', name: 'deaf' });
  at(480, () => simulator.addWork('env_never_acks', { count: 2 }));
  at(540, () => simulator.addWorker('env_never_acks', { behaviour: 'works', name: 'hearing' }));
}

function stageApi({ simulator, setSecret, breakSteps }: VirtualMonitor, at: At): void {
  const during = (from: number, until: number, fault: Fault) => {
    let end: (() => void) | null = null;
    at(from, () => {
      end = simulator.addFault(fault);
    });
    at(until, () => end?.());
  };
  during(60, 64, { kind: 'status', status: 503, body: 'html' });
  during(800, 830, { kind: 'status', status: 503 });
  during(400, 425, { kind: 'status', status: 403, environmentId: 'env_steady' });
  during(450, 452, { kind: 'garbage', environmentId: 'env_steady' });
  during(500, 503, { kind: 'reset', environmentId: 'env_poison', fromPage: 2 });
  during(1_000, 1_005, { kind: 'cursor', lie: 'ignored', environmentId: 'env_saturated' });
  addFleet(simulator, 'env_archived', 300, 0);
  at(600, () => simulator.archiveEnvironment('env_archived'));
  addFleet(simulator, 'env_deleted', 300, 0);
  at(1_050, () => simulator.stopAllWorkers('env_deleted'));
  at(1_130, () => simulator.deleteEnvironment('env_deleted'));
  at(1_250, () => simulator.rotateToken('pt-rotated-0123456789'));
  at(1_270, () => setSecret('pt-rotated-0123456789'));
  at(930, () => breakSteps(({ name }) => (name.startsWith('send ') ? 'refused' : null)));
  at(940, () => breakSteps(null));
  at(1_300, () => breakSteps(({ name }) => (name === 'publish' ? 'refused' : null)));
  at(1_303, () => breakSteps(null));
}
