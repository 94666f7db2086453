/** Work that was taken: workers that die, hang, bounce, never start or never stop, and those that are fine. */
import { byHand } from '../../local/virtual/by-hand.ts';
import { describeTimelines } from './support/describe-timelines.ts';

const ENV = 'env_a';
const LONG = { min: 7_200, max: 7_200 };

describeTimelines('workers', [
  {
    name: 'four healthy workers for eight hours',
    minutes: 480,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'poisson', meanSeconds: 30 } });
      for (let number = 0; number < 4; number++) simulator.addWorker(ENV, { behaviour: 'works' });
    },
    expected: [],
  },
  {
    name: 'all workers crash in the middle of their sessions',
    minutes: 60,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (const name of ['w1', 'w2', 'w3'])
        simulator.addWorker(ENV, { behaviour: 'works', name, workSeconds: LONG });
      at(1, () => simulator.addWork(ENV, { count: 4 }));
      at(10, () => simulator.stopAllWorkers());
      at(40, () => {
        for (const { id, state } of simulator.truth(ENV)) {
          if (state === 'active') simulator.stopWork(ENV, id, { force: true });
        }
        simulator.reviveWorker('w1');
      });
    },
    expected: [
      '7 env_a queue-stuck opened warning busy',
      '20 env_a queue-stuck worsened critical no-workers',
      '20 env_a stale-heartbeat opened critical -',
      '45 env_a stale-heartbeat resolved critical stopped',
      '46 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'one of ten workers hangs and its heartbeats go on: only a limit of the run time sees it',
    minutes: 150,
    settings: { thresholds: { 'long-running': { warning: 3_600 } } },
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 30 } });
      for (let number = 0; number < 10; number++)
        simulator.addWorker(ENV, { behaviour: 'works', name: `w${number}` });
      at(30, () => {
        const busy = simulator.workers(ENV).find(({ itemId }) => itemId !== null);
        if (busy !== undefined) simulator.hangWorker(busy.id);
      });
    },
    expected: ['90 env_a long-running opened warning -'],
  },
  {
    name: 'one of ten workers hangs and nobody set a limit: told after half an hour, since runs are known to be short',
    minutes: 120,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 30 } });
      for (let number = 0; number < 10; number++)
        simulator.addWorker(ENV, { behaviour: 'works', name: `w${number}` });
      at(30, () => {
        const busy = simulator.workers(ENV).find(({ itemId }) => itemId !== null);
        if (busy !== undefined) simulator.hangWorker(busy.id);
      });
    },
    expected: ['60 env_a long-running opened warning -'],
  },
  {
    name: 'a worker dies, and another a day later: the first is still told of, the second grows it',
    minutes: 1_440,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      const workSeconds = { min: 200_000, max: 200_000 };
      for (const name of ['w1', 'w2']) simulator.addWorker(ENV, { behaviour: 'works', name, workSeconds });
      at(1, () => simulator.addWork(ENV, { count: 2 }));
      at(60, () => simulator.killWorker('w1'));
      at(1_400, () => simulator.killWorker('w2'));
    },
    expected: [
      '62 env_a stale-heartbeat opened warning -',
      '70 env_a stale-heartbeat worsened critical -',
      '310 env_a stale-heartbeat reminded critical -',
      '550 env_a stale-heartbeat reminded critical -',
      '790 env_a stale-heartbeat reminded critical -',
      '1030 env_a stale-heartbeat reminded critical -',
      '1270 env_a stale-heartbeat reminded critical -',
      '1402 env_a stale-heartbeat grew critical -',
    ],
  },
  {
    name: 'workers that beat every 300 s are believed',
    minutes: 480,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (const name of ['w1', 'w2', 'w3']) {
        simulator.addWorker(ENV, {
          behaviour: 'works',
          name,
          beatEverySeconds: 300,
          workSeconds: { min: 36_000, max: 36_000 },
        });
      }
      at(1, () => simulator.addWork(ENV, { count: 3 }));
    },
    expected: [],
  },
  {
    name: 'of workers that beat every 30 s it is learned within the hour, and a silence of two minutes warns',
    minutes: 120,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (const name of ['w1', 'w2', 'w3'])
        simulator.addWorker(ENV, { behaviour: 'works', name, workSeconds: { min: 36_000, max: 36_000 } });
      at(1, () => simulator.addWork(ENV, { count: 3 }));
      at(60, () => simulator.killWorker('w1'));
      at(90, () => {
        for (const { id, cause } of simulator.truth(ENV)) {
          if (cause === 'dead-worker') simulator.stopWork(ENV, id, { force: true });
        }
      });
    },
    expected: [
      '62 env_a stale-heartbeat opened warning -',
      '70 env_a stale-heartbeat worsened critical -',
      '95 env_a stale-heartbeat resolved critical stopped',
    ],
  },
  {
    name: 'a silence warns after four intervals where the interval is configured',
    minutes: 60,
    settings: { heartbeatIntervalSeconds: 60 },
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'works', name: 'w1', beatEverySeconds: 60, workSeconds: LONG });
      at(1, () => simulator.addWork(ENV));
      at(20, () => simulator.killWorker('w1'));
    },
    expected: ['24 env_a stale-heartbeat opened warning -', '30 env_a stale-heartbeat worsened critical -'],
  },
  {
    name: 'a dispatcher bounces its work',
    minutes: 90,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 120 } });
      simulator.addWorker(ENV, { behaviour: 'bounces', name: 'dispatcher' });
      at(30, () => {
        simulator.killWorker('dispatcher');
        simulator.addWorker(ENV, { behaviour: 'works', name: 'w1' });
      });
    },
    expected: [
      '7 env_a work-bounced opened warning -',
      '11 env_a work-bounced worsened critical -',
      '42 env_a work-bounced resolved critical recovered',
    ],
  },
  {
    name: 'a dispatcher bounces its work in a quiet queue, and is repaired',
    minutes: 300,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 600 } });
      simulator.addWorker(ENV, { behaviour: 'bounces', name: 'dispatcher' });
      at(105, () => {
        simulator.killWorker('dispatcher');
        simulator.addWorker(ENV, { behaviour: 'works', name: 'w1' });
      });
    },
    expected: [
      '31 env_a work-bounced opened warning -',
      '51 env_a work-bounced worsened critical -',
      '156 env_a work-bounced resolved critical recovered',
    ],
  },
  {
    name: 'a dispatcher bounces three items, and nothing is acked any more: that is no recovery',
    minutes: 300,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'bounces', name: 'dispatcher' });
      for (const minute of [1, 3, 5]) at(minute, () => simulator.addWork(ENV));
    },
    expected: ['6 env_a work-bounced opened warning -', '246 env_a work-bounced reminded warning -'],
  },
  {
    name: 'one of four dispatchers bounces its work',
    minutes: 120,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'poisson', meanSeconds: 60 } });
      const workSeconds = { min: 20, max: 40 };
      for (const name of ['w1', 'w2', 'w3'])
        simulator.addWorker(ENV, { behaviour: 'works', name, workSeconds });
      at(10, () => simulator.addWorker(ENV, { behaviour: 'bounces', name: 'bad' }));
    },
    expected: ['35 env_a work-bounced opened warning -'],
  },
  {
    name: 'users cancel a storm of sessions that run: no bounce, since they had started',
    minutes: 40,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (let number = 0; number < 20; number++)
        simulator.addWorker(ENV, { behaviour: 'works', workSeconds: LONG });
      at(1, () => simulator.addWork(ENV, { count: 40 }));
      at(5, () => {
        for (const { id, state } of simulator.truth(ENV)) {
          if (state !== 'stopped') simulator.stopWork(ENV, id, { force: false });
        }
      });
    },
    expected: [],
  },
  {
    name: 'a worker acks and never starts',
    minutes: 50,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'acks-never-starts' });
      let itemId = '';
      at(1, () => {
        itemId = simulator.addWork(ENV)[0] ?? '';
      });
      at(30, () => simulator.stopWork(ENV, itemId, { force: true }));
    },
    expected: [
      '7 env_a stuck-starting opened warning -',
      '17 env_a stuck-starting worsened critical -',
      '35 env_a stuck-starting resolved critical stopped',
    ],
  },
  {
    name: 'nobody confirms a stop',
    minutes: 60,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      const hand = byHand(simulator, ENV);
      let itemId = '';
      at(1, () => {
        itemId = simulator.addWork(ENV)[0] ?? '';
        hand.ack(itemId);
        hand.beat(itemId);
      });
      at(3, () => hand.stop(itemId));
      at(45, () => hand.stop(itemId));
    },
    expected: [
      '9 env_a stuck-stopping opened warning -',
      '34 env_a stuck-stopping worsened critical -',
      '50 env_a stuck-stopping resolved critical stopped',
    ],
  },
]);
