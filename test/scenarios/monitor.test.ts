/** What happens to the monitor and to what it watches: outages, deployments, ends of environments, mute windows. */
import { describeTimelines } from './support/describe-timelines.ts';

const ENV = 'env_a';
/** 12:00 is minute 0. */
const clock = (minute: number) =>
  new Date(Date.parse('2026-11-24T12:00:00Z') + minute * 60_000).toISOString();

describeTimelines('the monitor', [
  {
    name: 'is down for two hours: what became stuck meanwhile is told by the first run, what ended is forgotten',
    minutes: 180,
    stage: ({ simulator, at, monitorIsDown }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      monitorIsDown(20, 140);
      at(30, () => simulator.addWork('env_a'));
      at(30, () => simulator.addWork('env_b'));
      at(60, () => simulator.addWorker('env_b', { behaviour: 'works' }));
      at(160, () => simulator.addWorker('env_a', { behaviour: 'works' }));
    },
    expected: [
      '145 env_a queue-stuck opened warning no-workers',
      '155 env_a queue-stuck worsened critical no-workers',
      '166 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'is down while what it told of ends: it resolves by two runs, five minutes apart',
    minutes: 100,
    stage: ({ simulator, at, monitorIsDown }) => {
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV));
      monitorIsDown(20, 80);
      at(30, () => simulator.addWorker(ENV, { behaviour: 'works' }));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '17 env_a queue-stuck worsened critical no-workers',
      '85 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'is new where work is stuck already',
    minutes: 10,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV, finishedItemCount: 250 });
      simulator.addWork(ENV);
      simulator.advance(40 * 60_000);
    },
    expected: ['1 env_a queue-stuck opened critical no-workers'],
  },
  {
    name: 'watches an archived environment until its live work is over, and then withdraws',
    minutes: 90,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      simulator.addEnvironment({ id: 'env_b' });
      simulator.addWorker(ENV, { behaviour: 'works', name: 'w1', workSeconds: { min: 7_200, max: 7_200 } });
      at(1, () => simulator.addWork(ENV));
      at(5, () => simulator.archiveEnvironment(ENV));
      at(10, () => simulator.killWorker('w1'));
      at(50, () => {
        for (const { id } of simulator.truth(ENV)) simulator.stopWork(ENV, id, { force: true });
      });
    },
    expected: [
      '20 env_a stale-heartbeat opened critical -',
      '50 env_a stale-heartbeat withdrawn critical archived',
    ],
  },
  {
    name: 'meets an environment that is deleted while work waits in it',
    minutes: 40,
    settings: { environments: ['env_a', 'env_b'] },
    stage: ({ simulator, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(1, () => simulator.addWork(ENV));
      at(12, () => simulator.deleteEnvironment(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '14 env_a queue-stuck withdrawn warning not-found',
      '14 env_a environment-unreadable opened warning not_found_error',
      '21 env_a environment-unreadable worsened critical not_found_error',
    ],
  },
  {
    name: 'discovers that an environment is gone, and withdraws what it told of it',
    minutes: 40,
    stage: ({ simulator, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(1, () => simulator.addWork(ENV));
      at(12, () => simulator.deleteEnvironment(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '14 env_a queue-stuck withdrawn warning not-found',
      '14 env_a environment-unreadable opened warning not_found_error',
      '21 env_a environment-unreadable worsened critical not_found_error',
      '22 env_a environment-unreadable withdrawn critical not-listed',
    ],
  },
  {
    name: 'is deployed without an environment of which it told',
    minutes: 30,
    settings: { environments: ['env_a', 'env_b'] },
    stage: ({ simulator, monitor, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(1, () => simulator.addWork(ENV));
      at(12, () => monitor.deploy({ environments: ['env_b'] }));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '12 env_a queue-stuck withdrawn warning not-configured',
    ],
  },
  {
    name: 'discovers a new environment within ten minutes',
    minutes: 40,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: 'env_b' });
      at(5, () => {
        simulator.addEnvironment({ id: ENV });
        simulator.addWork(ENV);
      });
    },
    expected: [
      '12 env_a queue-stuck opened warning no-workers',
      '21 env_a queue-stuck worsened critical no-workers',
    ],
  },
  {
    name: 'watches an idle environment for a day',
    minutes: 1_440,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV, finishedItemCount: 500 });
    },
    expected: [],
  },
  {
    name: 'tells what nobody repairs at growing intervals',
    minutes: 600,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '17 env_a queue-stuck worsened critical no-workers',
      '47 env_a queue-stuck grew critical no-workers',
      '107 env_a queue-stuck grew critical no-workers',
      '227 env_a queue-stuck grew critical no-workers',
      '467 env_a queue-stuck grew critical no-workers',
    ],
  },
  {
    name: 'is muted for a maintenance and tells at its end what is still wrong',
    minutes: 90,
    settings: { mute: [{ from: clock(0), until: clock(60) }] },
    stage: ({ simulator, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(1, () => simulator.addWork('env_a'));
      at(1, () => simulator.addWork('env_b'));
      at(30, () => simulator.addWorker('env_b', { behaviour: 'works' }));
      at(70, () => simulator.addWorker('env_a', { behaviour: 'works' }));
    },
    expected: [
      '61 env_a queue-stuck opened critical no-workers',
      '76 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'is muted for one environment every evening, and for no other',
    minutes: 300,
    settings: {
      mute: [
        { environments: ['env_a'], days: ['Tue'], from: '13:00', until: '15:30', timezone: 'Europe/London' },
      ],
    },
    stage: ({ simulator, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(50, () => simulator.addWork('env_a'));
      at(50, () => simulator.addWork('env_b'));
      at(240, () => ['env_a', 'env_b'].forEach((id) => void simulator.addWorker(id, { behaviour: 'works' })));
    },
    expected: [
      '56 env_b queue-stuck opened warning no-workers',
      '56 env_a queue-stuck opened warning no-workers',
      '66 env_b queue-stuck worsened critical no-workers',
      '96 env_b queue-stuck grew critical no-workers',
      '156 env_b queue-stuck grew critical no-workers',
      '211 env_a queue-stuck worsened critical no-workers',
      '246 env_b queue-stuck resolved critical recovered',
      '246 env_a queue-stuck resolved critical recovered',
    ],
  },
  {
    name: 'has a topic that fails for half an hour: messages wait, in order, and none is lost',
    minutes: 60,
    stage: ({ simulator, monitor, at }) => {
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV));
      at(5, () => monitor.breakSteps(({ name }) => (name.startsWith('send ') ? 'refused' : null)));
      at(35, () => monitor.breakSteps(null));
      at(20, () => simulator.addWorker(ENV, { behaviour: 'works' }));
    },
    expected: [
      '35 env_a queue-stuck opened warning no-workers',
      '35 env_a queue-stuck worsened critical no-workers',
      '35 env_a queue-stuck resolved critical recovered',
    ],
  },
]);
