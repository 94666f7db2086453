/** Runs that die at a step, stand still for 90 s at a step, or meet other runs with other clocks. */

import type { Step, StepFault } from '../../local/virtual/run-steps.ts';
import type { RunResult, VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import { type MatrixCase, toCase } from './api-cases.ts';
import { stepsIn } from './aws-cases.ts';
import type { Play } from './play.ts';
import { ENVIRONMENTS, SITUATIONS, type Situation } from './stage.ts';

export interface RunCase extends MatrixCase {
  /** In place of the one run of the disturbed minute. */
  readonly runMinute: (monitor: VirtualMonitor) => Promise<readonly RunResult[]>;
}

const SITUATION_NAMES = Object.keys(SITUATIONS) as readonly Situation[];
const nothing = () => () => undefined;

/** @param truth whose runs say which steps there are */
export function toKillCases(truth: Play): RunCase[] {
  return ofEachStep(truth, ['killed-before', 'killed-after'], (faultOf) => async (monitor) => [
    await monitor.run({ faultOf }),
  ]);
}

/** The next run finds the lease taken, the one after it comes when the frozen one has thawed, or takes over from it. */
export function toFreezeCases(truth: Play): RunCase[] {
  const freeze = (frozenMs: number) =>
    ofEachStep(
      truth,
      ['frozen-before', 'frozen-after'],
      (faultOf) => (monitor) =>
        Promise.all([
          monitor.run({ faultOf, frozenMs }),
          ...[60_000, 120_000]
            .filter((afterMs) => afterMs < frozenMs)
            .map((afterMs) => monitor.run({ afterMs })),
        ]),
      ` for ${frozenMs / 1_000} s`,
    );
  return [...freeze(90_000), ...freeze(130_000)];
}

type FaultOf = (step: Step) => StepFault | null;

function ofEachStep(
  truth: Play,
  faults: readonly StepFault[],
  toRun: (faultOf: FaultOf) => RunCase['runMinute'],
  detail = '',
): RunCase[] {
  return SITUATION_NAMES.flatMap((situation) =>
    stepsIn(truth, situation).flatMap((name, number) =>
      faults.map((fault) => ({
        ...toCase({
          group: fault.startsWith('killed') ? 'killed' : 'frozen',
          row: `${fault}${detail}`,
          fault: `${fault}${detail} step ${number}, ${name}`,
          situation,
          runCount: 1,
          touched: ENVIRONMENTS,
          begin: nothing,
        }),
        runMinute: toRun((step) => (step.number === number ? fault : null)),
      })),
    ),
  );
}

const SKEWS_MS = [0, 10_000, -10_000];
/** How much later than the first the others begin. */
const DELAYS_MS = [0, 1, 500, 1_500];

/** Two and three runs of one minute, whose clocks differ. */
export function toConcurrentCases(): RunCase[] {
  return SITUATION_NAMES.flatMap((situation) =>
    [2, 3].flatMap((count) =>
      SKEWS_MS.flatMap((firstSkewMs) =>
        DELAYS_MS.map((delayMs) => {
          const skews = [firstSkewMs, ...SKEWS_MS.filter((skewMs) => skewMs !== firstSkewMs)].slice(0, count);
          return {
            ...toCase({
              group: 'at once',
              row: `${count} runs, first clock off by ${firstSkewMs / 1_000} s`,
              fault: `${count} runs, clocks off by ${skews.map((skewMs) => skewMs / 1_000)} s, ${delayMs} ms apart`,
              situation,
              runCount: 1,
              touched: [],
              // Slow enough that they meet.
              begin: ({ simulator }) =>
                simulator.addFault({ kind: 'slow', latencyMs: 4_000, isReadsOnly: true }),
            }),
            runMinute: (monitor: VirtualMonitor) =>
              Promise.all(
                skews.map((localSkewMs, index) => monitor.run({ localSkewMs, afterMs: index * delayMs })),
              ),
          };
        }),
      ),
    ),
  );
}
