/** Work that waits: every reason of the verdict, and the queues that are fine. */
import { byHand } from '../../local/virtual/by-hand.ts';
import { describeTimelines } from './support/describe-timelines.ts';

const ENV = 'env_a';

describeTimelines('a queue', [
  {
    name: 'a burst that eight workers take within four minutes is nobody’s business',
    minutes: 60,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (let number = 0; number < 8; number++) simulator.addWorker(ENV, { behaviour: 'works' });
      at(10, () => simulator.addWork(ENV, { count: 20 }));
    },
    expected: [],
  },
  {
    name: 'a burst too big for two workers drains by itself: nobody is woken up',
    minutes: 90,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (let number = 0; number < 2; number++) simulator.addWorker(ENV, { behaviour: 'works' });
      at(10, () => simulator.addWork(ENV, { count: 40 }));
    },
    expected: [],
  },
  {
    name: 'nobody ever started a worker',
    minutes: 30,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWork(ENV);
    },
    expected: [
      '6 env_a queue-stuck opened warning no-workers',
      '16 env_a queue-stuck worsened critical no-workers',
    ],
  },
  {
    name: 'all workers stop for the night and come back in the morning',
    minutes: 780,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 1_800 } });
      for (const name of ['w1', 'w2']) simulator.addWorker(ENV, { behaviour: 'works', name });
      at(115, () => simulator.stopAllWorkers());
      at(720, () => ['w1', 'w2'].forEach(simulator.reviveWorker));
    },
    expected: [
      '126 env_a queue-stuck opened warning no-workers',
      '136 env_a queue-stuck worsened critical no-workers',
      '166 env_a queue-stuck grew critical no-workers',
      '226 env_a queue-stuck grew critical no-workers',
      '346 env_a queue-stuck grew critical no-workers',
      '586 env_a queue-stuck grew critical no-workers',
      '721 env_a queue-stuck changed warning slow',
      '736 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'sequential workers with sessions of an hour are saturated all night',
    minutes: 600,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      const workSeconds = { min: 3_600, max: 3_600 };
      for (const name of ['w1', 'w2']) simulator.addWorker(ENV, { behaviour: 'works', name, workSeconds });
      at(1, () => simulator.addWork(ENV, { count: 14 }));
    },
    expected: [
      '7 env_a queue-stuck opened warning busy',
      '22 env_a queue-stuck grew warning busy',
      '52 env_a queue-stuck grew warning busy',
      '112 env_a queue-stuck grew warning busy',
      '232 env_a queue-stuck grew warning busy',
      '367 env_a queue-stuck resolved warning recovered',
    ],
  },
  {
    name: 'workers without Worker-ID die: nobody was ever seen to poll, and now nobody beats',
    minutes: 60,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 300 } });
      simulator.addWorker(ENV, { behaviour: 'no-worker-id', name: 'w1', workSeconds: { min: 20, max: 40 } });
      at(17, () => simulator.killWorker('w1'));
      at(44, () => simulator.reviveWorker('w1'));
    },
    expected: [
      '26 env_a queue-stuck opened warning no-workers',
      '36 env_a queue-stuck worsened critical no-workers',
      '52 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'a worker without Worker-ID that is busy with one long session',
    minutes: 40,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'no-worker-id', workSeconds: { min: 1_500, max: 1_500 } });
      at(1, () => simulator.addWork(ENV, { count: 2 }));
    },
    expected: [
      '7 env_a queue-stuck opened warning busy',
      '22 env_a queue-stuck grew warning busy',
      '32 env_a queue-stuck resolved warning recovered',
    ],
  },
  {
    name: 'a poison item is overtaken again and again, until an operator stops it',
    minutes: 60,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 60 } });
      for (const name of ['w1', 'w2']) simulator.addWorker(ENV, { behaviour: 'works', name });
      let poison = '';
      at(2, () => {
        poison = simulator.addWork(ENV, { isPoison: true })[0] ?? '';
      });
      at(40, () => simulator.stopWork(ENV, poison, { force: true }));
    },
    expected: [
      '8 env_a queue-stuck opened warning overtaken',
      '18 env_a queue-stuck worsened critical overtaken',
      '45 env_a queue-stuck resolved critical stopped',
    ],
  },
  {
    name: 'a worker polls and never acks',
    minutes: 30,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'never-acks' });
      at(1, () => simulator.addWork(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning deliveries-unacknowledged',
      '17 env_a queue-stuck worsened critical deliveries-unacknowledged',
    ],
  },
  {
    name: 'workers poll and are given nothing',
    minutes: 40,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addWorker(ENV, { behaviour: 'works' });
      simulator.setDeliveryPaused(ENV, true);
      at(1, () => simulator.addWork(ENV, { count: 3 }));
      at(25, () => simulator.setDeliveryPaused(ENV, false));
    },
    expected: [
      '7 env_a queue-stuck opened warning workers-not-taking',
      '17 env_a queue-stuck worsened critical workers-not-taking',
      '32 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'a queue that flaps within five minutes stays one incident',
    minutes: 40,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      const hand = byHand(simulator, ENV);
      const add = () => simulator.addWork(ENV)[0] ?? '';
      let [first, second] = ['', ''];
      at(1, () => {
        first = add();
      });
      at(4, () => {
        second = add();
      });
      // Clear for two minutes: the second is not old enough yet.
      at(8, () => hand.forceStop(first));
      at(15, () => hand.forceStop(second));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '20 env_a queue-stuck resolved warning stopped',
    ],
  },
  {
    name: 'work trickles in to no workers: that it becomes more is no news, that the oldest waits twice as long is',
    minutes: 75,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV, arrivals: { kind: 'every', seconds: 240 } });
    },
    expected: [
      '10 env_a queue-stuck opened warning no-workers',
      '20 env_a queue-stuck worsened critical no-workers',
      '50 env_a queue-stuck grew critical no-workers',
    ],
  },
  {
    name: 'a queue deeper than its owner wants, five runs in a row',
    minutes: 40,
    settings: { thresholds: { 'queue-deep': { warning: 5 }, 'queue-stuck': 'off' } },
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV, { count: 4 }));
      at(3, () => simulator.addWork(ENV, { count: 1 }));
      at(20, () => simulator.addWorker(ENV, { behaviour: 'works' }));
    },
    expected: ['8 env_a queue-deep opened warning -', '26 env_a queue-deep resolved warning recovered'],
  },
  {
    name: 'an environment with thresholds of its own, beside one with the defaults',
    minutes: 30,
    settings: {
      environments: ['env_a', 'env_b', 'env_c'],
      overrides: {
        env_b: { thresholds: { 'queue-stuck': { warning: 60, critical: 1_200 } } },
        env_c: { thresholds: { 'queue-stuck': 'off' } },
      },
    },
    stage: ({ simulator, at }) => {
      const ids = ['env_a', 'env_b', 'env_c'];
      for (const id of ids) simulator.addEnvironment({ id });
      at(1, () => ids.forEach((id) => void simulator.addWork(id)));
    },
    expected: [
      '3 env_b queue-stuck opened warning no-workers',
      '7 env_a queue-stuck opened warning no-workers',
      '17 env_a queue-stuck worsened critical no-workers',
      '18 env_b queue-stuck grew warning no-workers',
      '22 env_b queue-stuck worsened critical no-workers',
    ],
  },
]);
