/** Fleets whose monitor may read sessions: faults that only sessions show, and what is easily mistaken for them. */
import { SESSION_PLANS } from './fault-plans.ts';
import { toAct } from './faulty-fleets.ts';
import { HEALTHY_FLEETS } from './healthy-fleets.ts';
import { type Act, addTeam, afterMinutes, draw, repeat } from './stage.ts';

/** Sessions that wait for a person for half an hour to an hour and a half, several times a day. */
const persons: Act = (stage) => {
  const { simulator, id } = stage;
  addTeam(stage, { count: 6, meanSeconds: 240, workSeconds: { min: 120, max: 600 } });
  repeat(
    stage,
    () => draw(stage, 60, 120),
    () => {
      const busy = simulator
        .liveTruth(id)
        .find(({ state, cause }) => state === 'active' && cause === 'healthy');
      const workerId = busy?.workerId;
      if (workerId == null) return;
      simulator.askPerson(workerId);
      afterMinutes(stage, draw(stage, 30, 90), () => simulator.allowCall(workerId));
    },
  );
};

/** Builds and tests of a quarter of an hour, one after the other. */
const builds: Act = (stage) =>
  addTeam(stage, {
    count: 6,
    meanSeconds: 1_800,
    workSeconds: { min: 1_800, max: 5_400 },
    toolSeconds: { min: 120, max: 960 },
  });

export const SESSION_FLEETS: Readonly<Record<string, Act>> = {
  'sessions-steady': HEALTHY_FLEETS.steady,
  'sessions-long': HEALTHY_FLEETS['long-sessions'],
  'sessions-slow-beats': HEALTHY_FLEETS['slow-beats'],
  'sessions-network': HEALTHY_FLEETS.network,
  'sessions-persons': persons,
  'sessions-builds': builds,
  ...Object.fromEntries(Object.entries(SESSION_PLANS).map(([name, plan]) => [name, toAct(plan)])),
};
