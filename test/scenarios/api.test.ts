/** What the API does: down, refusing, lying about the time, or readable in part only. */

import type { Stage } from '../../local/virtual/play-timeline.ts';
import { describeTimelines } from './support/describe-timelines.ts';

const ENV = 'env_a';
const FIVE = ['env_1', 'env_2', 'env_3', 'env_4', 'env_5'];

function aHealthyFleet({ simulator }: Stage, ids: readonly string[]): void {
  for (const id of ids) {
    simulator.addEnvironment({ id, arrivals: { kind: 'every', seconds: 120 } });
    simulator.addWorker(id, { behaviour: 'works', name: `worker of ${id}` });
  }
}

describeTimelines('the API', [
  {
    name: 'is down for 20 minutes: one message, not one for each environment',
    minutes: 60,
    stage: (stage) => {
      aHealthyFleet(stage, FIVE);
      const { simulator, at } = stage;
      at(10, () => simulator.addFault({ kind: 'status', status: 503, body: 'html' }));
      at(30, simulator.clearFaults);
    },
    expected: [
      '12 env_5,env_4,env_3,env_2,env_1 api-unreachable opened critical 5xx',
      '35 env_5,env_4,env_3,env_2,env_1 api-unreachable resolved critical recovered',
    ],
  },
  {
    name: 'resets every connection for two minutes: nobody needs to know',
    minutes: 20,
    stage: (stage) => {
      aHealthyFleet(stage, FIVE);
      const { simulator, at } = stage;
      at(5, () => simulator.addFault({ kind: 'reset' }));
      at(7, simulator.clearFaults);
    },
    expected: [],
  },
  {
    name: 'hangs for ten minutes',
    minutes: 30,
    stage: (stage) => {
      aHealthyFleet(stage, FIVE);
      const { simulator, at } = stage;
      at(5, () => simulator.addFault({ kind: 'hang' }));
      at(15, simulator.clearFaults);
    },
    expected: [
      '7 env_5,env_4,env_3,env_2,env_1 api-unreachable opened critical network',
      '20 env_5,env_4,env_3,env_2,env_1 api-unreachable resolved critical recovered',
    ],
  },
  {
    name: 'refuses one of five environments for half a day',
    minutes: 720,
    stage: (stage) => {
      aHealthyFleet(stage, FIVE);
      stage.at(10, () => stage.simulator.addFault({ kind: 'status', status: 403, environmentId: 'env_3' }));
    },
    expected: [
      '12 env_3 environment-unreadable opened warning permission_error',
      '19 env_3 environment-unreadable worsened critical permission_error',
      '259 env_3 environment-unreadable reminded critical permission_error',
      '499 env_3 environment-unreadable reminded critical permission_error',
    ],
  },
  {
    name: 'answers three of five with 500: that is the API, and the other two go on',
    minutes: 30,
    stage: (stage) => {
      aHealthyFleet(stage, FIVE);
      const { simulator, at } = stage;
      at(5, () =>
        FIVE.slice(0, 3).forEach((environmentId) => {
          simulator.addFault({ kind: 'status', status: 500, environmentId });
        }),
      );
      at(15, simulator.clearFaults);
    },
    expected: [
      '7 env_3,env_2,env_1 api-unreachable opened critical 5xx',
      '20 env_5,env_4,env_3,env_2,env_1 api-unreachable resolved critical recovered',
    ],
  },
  {
    name: 'gets a rotated token: the secret is read again within the run, and nobody notices',
    minutes: 20,
    stage: (stage) => {
      aHealthyFleet(stage, [ENV]);
      const { simulator, monitor, at } = stage;
      at(10, () => {
        simulator.rotateToken('pt-rotated-0123456789');
        monitor.setSecret('pt-rotated-0123456789');
      });
    },
    expected: [],
  },
  {
    name: 'gets a token that was revoked, until somebody stores a new one',
    minutes: 40,
    stage: (stage) => {
      aHealthyFleet(stage, [ENV]);
      const { simulator, monitor, at } = stage;
      at(10, () => simulator.rotateToken('pt-rotated-0123456789'));
      at(20, () => monitor.setSecret('pt-rotated-0123456789'));
    },
    expected: [
      '12 env_a api-unreachable opened critical 401',
      '25 env_a api-unreachable resolved critical recovered',
    ],
  },
  {
    name: 'is met by a function whose clock is an hour ahead: no age is wrong',
    minutes: 30,
    stage: ({ simulator, monitor, at }) => {
      monitor.setLocalSkew(3_600_000);
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '17 env_a queue-stuck worsened critical no-workers',
    ],
  },
  {
    name: 'is met by a function whose clock is an hour behind',
    minutes: 30,
    stage: ({ simulator, monitor, at }) => {
      monitor.setLocalSkew(-3_600_000);
      simulator.addEnvironment({ id: ENV });
      at(1, () => simulator.addWork(ENV));
    },
    expected: [
      '7 env_a queue-stuck opened warning no-workers',
      '17 env_a queue-stuck worsened critical no-workers',
    ],
  },
  {
    name: 'breaks off a list after its first page: what is stuck on it is told, without a verdict, and not resolved',
    minutes: 60,
    stage: ({ simulator, at }) => {
      for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id });
      at(1, () => simulator.addWork('env_a', { count: 150 }));
      at(4, () =>
        simulator.addFault({
          kind: 'status',
          status: 500,
          endpoint: 'list-work',
          environmentId: 'env_a',
          fromPage: 2,
        }),
      );
      at(30, simulator.clearFaults);
    },
    expected: [
      '6 env_a environment-unreadable opened warning api_error',
      '7 env_a queue-stuck opened warning unknown',
      '13 env_a environment-unreadable worsened critical api_error',
      '30 env_a queue-stuck worsened critical no-workers',
      '35 env_a environment-unreadable resolved critical recovered',
      '60 env_a queue-stuck grew critical no-workers',
    ],
  },
  {
    name: 'answers garbage for one environment of two',
    minutes: 25,
    stage: (stage) => {
      aHealthyFleet(stage, ['env_1', 'env_2']);
      const { simulator, at } = stage;
      at(5, () => simulator.addFault({ kind: 'garbage', environmentId: 'env_1' }));
      at(15, simulator.clearFaults);
    },
    expected: [
      '7 env_1 environment-unreadable opened warning unexpected_response',
      '14 env_1 environment-unreadable worsened critical unexpected_response',
      '20 env_1 environment-unreadable resolved critical recovered',
    ],
  },
]);
