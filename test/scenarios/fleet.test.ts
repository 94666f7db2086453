/** What hits most environments at once is one message, and so is its end. */
import { describeTimelines } from './support/describe-timelines.ts';

const IDS = Array.from({ length: 8 }, (_, index) => `env_${index + 1}`);
const ALL = IDS.join(',');
const SEVEN = IDS.slice(0, 7).join(',');

describeTimelines('the whole fleet', [
  {
    name: 'all workers of all environments stop, and are back after half an hour',
    minutes: 90,
    settings: { environments: IDS },
    stage: ({ simulator, at }) => {
      for (const id of IDS) {
        simulator.addEnvironment({ id, arrivals: { kind: 'every', seconds: 60 } });
        simulator.addWorker(id, { behaviour: 'works', name: `${id}.w`, workSeconds: { min: 20, max: 30 } });
      }
      at(10, () => IDS.forEach((id) => void simulator.stopAllWorkers(id)));
      IDS.forEach((id, index) => {
        at(40 + index, () => simulator.reviveWorker(`${id}.w`));
      });
    },
    expected: [
      `16 ${ALL} queue-stuck opened warning no-workers`,
      `26 ${ALL} queue-stuck worsened critical no-workers`,
      `80 ${ALL} queue-stuck resolved critical recovered`,
    ],
  },
  {
    name: 'four of eight are not most of them',
    minutes: 30,
    settings: { environments: IDS },
    stage: ({ simulator, at }) => {
      for (const id of IDS) simulator.addEnvironment({ id });
      at(1, () => IDS.slice(0, 4).forEach((id) => void simulator.addWork(id)));
    },
    expected: [
      ...IDS.slice(0, 4).map((id) => `7 ${id} queue-stuck opened warning no-workers`),
      ...IDS.slice(0, 4).map((id) => `17 ${id} queue-stuck worsened critical no-workers`),
    ],
  },
  {
    name: 'one gets worse than the others, and leaves them',
    minutes: 60,
    settings: {
      environments: IDS,
      overrides: { env_8: { thresholds: { 'queue-stuck': { critical: 600 } } } },
    },
    stage: ({ simulator, at }) => {
      for (const id of IDS) simulator.addEnvironment({ id });
      at(1, () => IDS.forEach((id) => void simulator.addWork(id)));
      IDS.forEach((id, index) => {
        at(30 + index, () => simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` }));
      });
    },
    expected: [
      `7 ${ALL} queue-stuck opened warning no-workers`,
      '12 env_8 queue-stuck worsened critical no-workers',
      `17 ${SEVEN} queue-stuck worsened critical no-workers`,
      `42 ${SEVEN} queue-stuck resolved critical recovered`,
      '43 env_8 queue-stuck resolved critical recovered',
    ],
  },
]);
