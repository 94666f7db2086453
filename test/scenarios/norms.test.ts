/** Fleets that are slow by nature: told of until that is known, and again once it is worse than normal. */
import { playLives } from '../../local/virtual/item-life.ts';
import { describeTimelines } from './support/describe-timelines.ts';

const ENV = 'env_a';
const HOUR_S = 3_600;

/** An item an hour, each of which waits, starts and runs for so long. */
const hourly = (count: number, pickupS: number, startupS: number, runS: number) =>
  Array.from({ length: count }, (_, hour) => {
    const [createdS, ackedS] = [hour * HOUR_S + 5, hour * HOUR_S + 5 + pickupS];
    const startedS = ackedS + startupS;
    const beatsS = Array.from({ length: Math.ceil(runS / 30) }, (_beat, index) => startedS + index * 30);
    return { createdS, ackedS, beatsS, stopAskedS: null, stoppedS: startedS + runS };
  });

/** What is told of each of the first hours. */
const eachHour = (count: number, told: (minute: number) => readonly string[]) =>
  Array.from({ length: count }, (_, hour) => told(hour * 60)).flat();

const everySecondHour = (count: number, toLines: (minute: number) => string[]) =>
  eachHour(count, (minute) => ((minute / 60) % 2 === 0 ? toLines(minute) : []));

describeTimelines('norms', [
  {
    name: 'a fleet scaled to zero: work that waits 6 minutes is told of until it is known, and 25 minutes then',
    minutes: 30 * 60,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV });
      const late = { createdS: 28 * HOUR_S + 5, ackedS: null, beatsS: [], stopAskedS: null, stoppedS: null };
      playLives({ simulator }, ENV, [...hourly(28, 360, 10, 120), late]);
    },
    // What returns within the hour is the same incident, and told at most once an hour.
    expected: [
      ...everySecondHour(21, (minute) => [
        `${minute + 6} env_a queue-stuck opened warning no-workers`,
        `${minute + 12} env_a queue-stuck resolved warning recovered`,
      ]),
      '1702 env_a queue-stuck opened warning no-workers',
      '1724 env_a queue-stuck grew warning no-workers',
      '1744 env_a queue-stuck worsened critical no-workers',
    ],
  },
  {
    name: 'containers that start within 6 minutes: told of until it is known',
    minutes: 30 * 60,
    stage: ({ simulator }) => {
      simulator.addEnvironment({ id: ENV });
      playLives({ simulator }, ENV, hourly(30, 10, 360, 120));
    },
    expected: eachHour(21, (minute) => [
      `${minute + 6} env_a stuck-starting opened warning -`,
      `${minute + 12} env_a stuck-starting resolved warning recovered`,
    ]),
  },
  {
    name: 'the same with levels that are written: told of for ever, but not where an environment takes them back',
    minutes: 24 * 60,
    settings: {
      environments: [ENV, 'env_auto'],
      thresholds: { 'stuck-starting': { warning: 300 } },
      overrides: { env_auto: { thresholds: { 'stuck-starting': 'auto' } } },
    },
    stage: ({ simulator }) => {
      for (const id of [ENV, 'env_auto']) {
        simulator.addEnvironment({ id });
        playLives({ simulator }, id, hourly(24, 10, 360, 120));
      }
    },
    expected: eachHour(24, (minute) =>
      [6, 12].flatMap((after) =>
        [ENV, 'env_auto']
          .filter((id) => id === ENV || minute < 21 * 60)
          .map((id) =>
            after === 6
              ? `${minute + after} ${id} stuck-starting opened warning -`
              : `${minute + after} ${id} stuck-starting resolved warning recovered`,
          ),
      ),
    ),
  },
]);
