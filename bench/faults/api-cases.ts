/** The matrix of what the API can do: each fault, for one run and for twelve, of one environment and of all, in each situation. */

import type { Fault } from '../../local/simulator/faults.ts';
import type { VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';
import { type ApiFault, LIST_FAULTS, SKEWS, WORK_FAULTS } from './api-faults.ts';
import type { Allowance, Case } from './fault-case.ts';
import { ENVIRONMENTS, MINUTES, SITUATIONS, type Situation, TRUTH_ENDS_MINUTE } from './stage.ts';

export interface MatrixCase extends Case {
  readonly group: string;
  readonly situation: Situation;
  /** Of the table. */
  readonly row: string;
  readonly fault: string;
}

export const LONG_RUNS = 12;
/** A list of environments is read every ten minutes: what it withdrew is back with the next but one. */
const REDISCOVERY_RUNS = 23;

/** What is over is told as ended after five minutes. */
const CLEARING_RUNS = 9;

const SITUATION_NAMES = Object.keys(SITUATIONS) as readonly Situation[];

export function toApiCases(): MatrixCase[] {
  return SITUATION_NAMES.flatMap((situation) => [
    ...WORK_FAULTS.flatMap((fault) => [
      ...toWorkCases(situation, fault, 1),
      ...toWorkCases(situation, fault, LONG_RUNS),
    ]),
    ...LIST_FAULTS.flatMap((fault) => [
      toListCase(situation, fault, 1),
      toListCase(situation, fault, LONG_RUNS),
    ]),
    ...SKEWS.flatMap(([name, skewMs]) => toSkewCases(situation, name, skewMs)),
  ]);
}

interface Shape extends Allowance {
  readonly group: string;
  readonly row: string;
  readonly fault: string;
  readonly situation: Situation;
  readonly runCount: number;
  readonly begin: (monitor: VirtualMonitor) => () => void;
}

export function toCase({ runCount, begin, ...shape }: Shape): MatrixCase {
  const fromMinute = SITUATIONS[shape.situation];
  const untilMinute = Math.min(MINUTES + 1, fromMinute + runCount);
  const name = `${shape.fault}, ${shape.situation}`;
  const afterCount = shape.mayWithdraw ? REDISCOVERY_RUNS + CLEARING_RUNS : CLEARING_RUNS;
  const minutes = Math.min(MINUTES, Math.max(TRUTH_ENDS_MINUTE + CLEARING_RUNS, untilMinute + afterCount));
  return { ...shape, name, disturbance: { fromMinute, untilMinute, minutes, begin } };
}

const withFaults =
  (faults: readonly Fault[]) =>
  ({ simulator }: VirtualMonitor): (() => void) => {
    const ends = faults.map((fault) => simulator.addFault({ ...fault, isReadsOnly: true }));
    return () => {
      for (const end of ends) end();
    };
  };

function toWorkCases(situation: Situation, fault: ApiFault, runCount: number): MatrixCase[] {
  return (['env_busy', 'env_stuck', null] as const).map((environmentId) => {
    const scope = environmentId === null ? {} : { environmentId };
    const mayWithdraw = fault.mayWithdraw === true && (runCount > 1 || situation === 'first run');
    return toCase({
      group: 'API',
      row: fault.name,
      fault: `${fault.name}, ${environmentId ?? 'all'}, ${runCount} ${runCount === 1 ? 'run' : 'runs'}`,
      situation,
      runCount,
      touched: environmentId === null ? ENVIRONMENTS : [environmentId],
      mayWithdraw,
      ...(fault.isNumbersChanged ? { isNumbersChanged: true } : {}),
      ...(mayWithdraw ? { recoveryRunCount: REDISCOVERY_RUNS } : {}),
      begin: withFaults(fault.faults.map((each) => ({ ...scope, ...each }))),
    });
  });
}

/** One list, whenever it is read; or every list for so long. */
function toListCase(situation: Situation, fault: ApiFault, runCount: number): MatrixCase {
  const isFirst = situation === 'first run';
  const isOne = runCount === 1;
  return toCase({
    group: 'API',
    row: fault.name,
    fault: `${fault.name}, ${isOne ? 'once' : `${runCount} runs`}`,
    situation,
    runCount: isOne ? LONG_RUNS : runCount,
    touched: isOne && !isFirst ? [] : ENVIRONMENTS,
    mayWithdraw: !isOne,
    recoveryRunCount: REDISCOVERY_RUNS,
    begin: withFaults(fault.faults.map((each) => ({ ...each, ...(isOne ? { times: 1 } : {}) }))),
  });
}

/** Its own clock is what the function has: a constant difference is no fault. */
function toSkewCases(situation: Situation, name: string, skewMs: number): MatrixCase[] {
  const skewed = (times?: number) =>
    withFaults([{ kind: 'date-skew', skewMs, ...(times === undefined ? {} : { times }) }]);
  const common = { group: 'API', situation, touched: [] };
  return [
    toCase({ ...common, row: name, fault: `${name}, one answer`, runCount: 1, begin: skewed(1) }),
    toCase({ ...common, row: name, fault: `${name}, 1 run`, runCount: 1, begin: skewed() }),
    toCase({
      ...common,
      row: `${name} for ever, timestamps right`,
      fault: `${name}, for ever`,
      runCount: MINUTES,
      isForEver: true,
      begin: skewed(),
    }),
    toCase({
      ...common,
      row: "function's clock off as much",
      fault: `function's clock off as much (${name}), for ever`,
      runCount: MINUTES,
      begin: (monitor) => {
        monitor.setLocalSkew(-skewMs);
        return () => monitor.setLocalSkew(0);
      },
    }),
  ];
}
