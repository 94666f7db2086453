import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lambda/model/incident.ts';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

/** Two environments: one in which work is about to be stuck, and one that is fine; and an event bus. */
function aStuckMonitor() {
  const monitor = createVirtualMonitor({ environments: ['env_fine', 'env_stuck'] });
  for (const id of ['env_fine', 'env_stuck']) monitor.simulator.addEnvironment({ id });
  monitor.simulator.addWork('env_stuck');
  return { monitor, events: monitor.connectBus() };
}

const FIRST_STUCK_MINUTE = 6;
const stepsOfFirstStuckRun = async () => {
  const { monitor } = aStuckMonitor();
  const { steps } = await monitor.runMinutes(FIRST_STUCK_MINUTE);
  expect(monitor.told()).toEqual(['env_stuck queue-stuck opened warning']);
  return steps;
};

const STEPS = await stepsOfFirstStuckRun();
const DEATHS = STEPS.flatMap((name, number) =>
  (['killed-before', 'killed-after'] as const).map((fault) => ({ name, number, fault })),
);

/** The same story in every case: work gets stuck, a run has trouble, the workers return. */
async function playWithTrouble(number: number, fault: StepFault) {
  const { monitor, events } = aStuckMonitor();
  await monitor.runMinutes(FIRST_STUCK_MINUTE - 1);
  monitor.breakSteps((step) => (step.number === number ? fault : null));
  const troubled = await monitor.runMinutes(1);
  monitor.breakSteps(null);
  const next = await monitor.runMinutes(2);
  monitor.simulator.addWorker('env_stuck', { behaviour: 'works', name: 'w-1' });
  await monitor.runMinutes(10);
  return { monitor, events, troubled, next };
}

const changesOf = (alerts: readonly Alert[]) => [
  ...new Map(alerts.map(({ messageId, change }) => [messageId, change])),
];

describe('run() killed', () => {
  it.each(DEATHS)(
    'at step $number ($name, $fault) tells everything, with ids that tell repetitions apart',
    async ({ number, fault }) => {
      const { monitor, events, troubled, next } = await playWithTrouble(number, fault);

      expect(troubled.wasKilled).toBe(true);
      expect(next.error).toBeNull();
      const told = changesOf(monitor.alerts);
      expect(told.map(([, change]) => change)).toEqual(['opened', 'resolved']);
      expect(changesOf(events)).toEqual(told);
      expect(Math.max(monitor.alerts.length, events.length)).toBeLessThanOrEqual(3);
    },
  );
});

describe('run() with an answer that is lost', () => {
  // While the secret cannot be read, the token that is kept goes on.
  const written = STEPS.flatMap((name, number) =>
    /^(GET|read secret)/.test(name) ? [] : [{ name, number }],
  );

  it.each(written)(
    'at step $number ($name) ends with an error, and the next runs tell everything',
    async ({ number, name }) => {
      const { monitor, events, troubled, next } = await playWithTrouble(number, 'answer-lost');

      // Alerts that may have been sent wait for the next run: that alone is no failure.
      expect(troubled.error === null).toBe(/^(send|put)/.test(name));
      expect(next.error).toBeNull();
      const told = changesOf(monitor.alerts);
      expect(told.map(([, change]) => change)).toEqual(['opened', 'resolved']);
      expect(changesOf(events)).toEqual(told);
    },
  );
});
