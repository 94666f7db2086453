/** Fleets that are well, each in a way that is easily mistaken: whatever is opened about them is false. */
import { drawExponential } from '../../local/simulator/random.ts';
import { redeploy } from './redeploy.ts';
import {
  type Act,
  addTeam,
  afterMinutes,
  afterSeconds,
  draw,
  drawCount,
  MINUTE_MS,
  repeat,
  type Stage,
  waitUntil,
} from './stage.ts';

const MINUTES_OF_WORK = (min: number, max: number) => ({ min: min * 60, max: max * 60 });

const addWork = ({ simulator, id }: Stage, count: number) => simulator.addWork(id, { count });

/** A third of the workers has work on average. */
const steady: Act = (stage) =>
  addTeam(stage, { count: 6, meanSeconds: 120, workSeconds: MINUTES_OF_WORK(2, 6) });

/** At any time, few or many. */
const bursts: Act = (stage) => {
  addTeam(stage, { count: 10, meanSeconds: 600, workSeconds: { min: 20, max: 90 } });
  repeat(
    stage,
    () => draw(stage, 60, 180),
    () => addWork(stage, drawCount(stage, 15, 40)),
  );
};

const cold: Act = (stage) =>
  addTeam(stage, {
    count: 10,
    meanSeconds: 240,
    workSeconds: MINUTES_OF_WORK(2, 5),
    habits: { startupSeconds: MINUTES_OF_WORK(4, 7) },
  });

/** No worker until work waits; they go when there is none. */
const scaleToZero: Act = (stage) => {
  const { simulator, id } = stage;
  addTeam(stage, {
    count: 4,
    meanSeconds: null,
    workSeconds: MINUTES_OF_WORK(1, 3),
    habits: { isPresent: false },
  });
  repeat(
    stage,
    () => draw(stage, 50, 70),
    () => {
      addWork(stage, drawCount(stage, 3, 10));
      afterMinutes(stage, draw(stage, 5.5, 6.5), () => {
        for (const worker of simulator.workers(id)) simulator.reviveWorker(worker.id);
        const isIdle = () => simulator.liveTruth(id).length === 0;
        waitUntil(stage, isIdle, () => simulator.stopAllWorkers(id));
      });
    },
  );
};

/** At the full hour more than can be begun at once. */
const cron: Act = (stage) => {
  addTeam(stage, { count: 10, meanSeconds: null, workSeconds: MINUTES_OF_WORK(2, 5) });
  const toNextHour = () => 60 - ((stage.simulator.now().getTime() / MINUTE_MS) % 60);
  repeat(stage, toNextHour, () => addWork(stage, 35));
};

/** At noon and at five. */
const DEPLOYS_AT = [0, 300];
const deploys: Act = (stage) => {
  steady(stage);
  for (let day = 0; day * 1_440 <= stage.minutes; day++) {
    for (const minute of DEPLOYS_AT) {
      // Not in the first minutes, in which nobody has work yet.
      if (day + minute > 0) afterMinutes(stage, day * 1_440 + minute, () => redeploy(stage));
    }
  }
};

/** Single workers lose it for a few minutes, and go on with what they have. */
const network: Act = (stage) => {
  const { simulator, id } = stage;
  steady(stage);
  repeat(
    stage,
    () => draw(stage, 10, 30),
    () => {
      const workers = simulator.workers(id);
      const worker = workers[drawCount(stage, 0, workers.length - 1)];
      if (worker !== undefined) simulator.cutOffWorker(worker.id, draw(stage, 60, 180) * 1_000);
    },
  );
};

const longSessions: Act = (stage) =>
  addTeam(stage, { count: 12, meanSeconds: 1_800, workSeconds: MINUTES_OF_WORK(60, 240) });

const slowBeats: Act = (stage) =>
  addTeam(stage, {
    count: 12,
    meanSeconds: 600,
    workSeconds: MINUTES_OF_WORK(20, 40),
    habits: { beatEverySeconds: 300 },
  });

const noWorkerId: Act = (stage) =>
  addTeam(stage, {
    count: 10,
    meanSeconds: 300,
    workSeconds: MINUTES_OF_WORK(5, 15),
    habits: { sendsWorkerId: false },
  });

const CANCELLED_SHARE = 0.05;

/** Users who change their mind just after somebody took it. */
const cancels: Act = (stage) => {
  const { simulator, id, random } = stage;
  addTeam(stage, {
    count: 8,
    meanSeconds: null,
    workSeconds: MINUTES_OF_WORK(1, 4),
    habits: { startupSeconds: { min: 2, max: 20 } },
  });
  repeat(
    stage,
    () => drawExponential(random, 1),
    () => {
      const [itemId = ''] = addWork(stage, 1);
      if (random() >= CANCELLED_SHARE) return;
      const isTaken = () =>
        simulator.liveTruth(id).every((item) => item.id !== itemId || item.state !== 'queued');
      waitUntil(stage, isTaken, () =>
        afterSeconds(stage, draw(stage, 0, 5), () => simulator.stopWork(id, itemId, { force: false })),
      );
    },
  );
};

export const HEALTHY_FLEETS = {
  steady,
  bursts,
  cold,
  'scale-to-zero': scaleToZero,
  cron,
  deploys,
  network,
  'long-sessions': longSessions,
  'slow-beats': slowBeats,
  'no-worker-id': noWorkerId,
  cancels,
} as const satisfies Record<string, Act>;
