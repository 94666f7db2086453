/** A message for many environments depends on two rows: whatever a run dies of between them, each is told of. */
import { describe, expect, it } from 'vitest';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const IDS = ['env_1', 'env_2', 'env_3', 'env_4', 'env_5', 'env_6'];
const STUCK_MINUTE = 6;

function aFleet() {
  const monitor = createVirtualMonitor({ environments: IDS });
  for (const id of IDS) {
    monitor.simulator.addEnvironment({ id });
    monitor.simulator.addWork(id);
  }
  return monitor;
}

const stepsOfStuckRun = async () => {
  const monitor = aFleet();
  const { steps } = await monitor.runMinutes(STUCK_MINUTE);
  expect(monitor.told()).toEqual([`${IDS.join(',')} queue-stuck opened warning`]);
  return steps;
};

const STEPS = await stepsOfStuckRun();
const CASES = STEPS.flatMap((name, number) =>
  (name.startsWith('GET')
    ? []
    : (['killed-before', 'killed-after', 'refused', 'answer-lost', 'hangs'] as const)
  ).map((fault) => ({ name, number, fault })),
);

async function playWithTrouble(number: number, fault: StepFault) {
  const monitor = aFleet();
  await monitor.runMinutes(STUCK_MINUTE - 1);
  monitor.breakSteps((step) => (step.number === number ? fault : null));
  await monitor.runMinutes(1);
  monitor.breakSteps(null);
  await monitor.runMinutes(6);
  for (const id of IDS) monitor.simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` });
  await monitor.runMinutes(12);
  return monitor;
}

describe('run() that tells of a whole fleet', () => {
  it.each(CASES)('loses nobody at step $number ($name, $fault)', async ({ number, fault }) => {
    const { alerts, rows } = await playWithTrouble(number, fault);

    for (const id of IDS) {
      const own = new Map(
        alerts
          .filter(({ environmentIds }) => environmentIds.includes(id))
          .map(({ messageId, incidentId, change }) => [messageId, { incidentId, change }]),
      );
      const of = (change: string) => [...own.values()].filter((each) => each.change === change);
      expect(of('opened').length).toBeGreaterThanOrEqual(1);
      expect(new Set(of('resolved').map(({ incidentId }) => incidentId))).toEqual(
        new Set(of('opened').map(({ incidentId }) => incidentId)),
      );
    }
    expect([...rows.values()].map(({ body }) => String(body)).join()).not.toContain('"change"');
  });
});
