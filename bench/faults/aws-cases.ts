/** The matrix of what AWS can do: each step of a run that is no request to the API, refused, unanswered or hanging, in each situation. */

import { TIME_BUDGET } from '../../contract/time-budget.ts';
import type { Step, StepFault } from '../../local/virtual/run-steps.ts';
import { TOKEN } from '../../local/virtual/virtual-monitor.ts';
import { LONG_RUNS, type MatrixCase, toCase } from './api-cases.ts';
import { breakSteps, type Play } from './play.ts';
import { ENVIRONMENTS, SITUATIONS, type Situation } from './stage.ts';

const SITUATION_NAMES = Object.keys(SITUATIONS) as readonly Situation[];
const RUN_COUNTS = [1, 3, LONG_RUNS] as const;

/** @param truth whose runs say which steps there are */
export function toAwsCases(truth: Play): MatrixCase[] {
  return SITUATION_NAMES.flatMap((situation) => [
    ...kindsOf(stepsIn(truth, situation)).flatMap((kind) =>
      (['refused', 'answer-lost', 'hangs'] as const).flatMap((fault) =>
        RUN_COUNTS.map((runCount) => toStepCase(situation, kind, fault, runCount)),
      ),
    ),
    ...RUN_COUNTS.map((runCount) => toPartCase(situation, runCount)),
    ...Object.entries(SECRET_FAULTS).flatMap(([fault, begin]) =>
      RUN_COUNTS.map((runCount) => toSecretCase(situation, fault, begin, runCount)),
    ),
  ]);
}

/** Steps of the first run of the situation. */
export function stepsIn({ runs }: Play, situation: Situation): readonly string[] {
  return runs.find(({ minute }) => minute === SITUATIONS[situation])?.steps ?? [];
}

/** Messages are all of one kind; requests to the API are not AWS, and the secret has cases of its own. */
function kindsOf(steps: readonly string[]): string[] {
  return [...new Set(steps.filter((name) => !/^(GET|read secret)/.test(name)).map(kindOf))];
}

const kindOf = (name: string): string => /^(send|put) /.exec(name)?.[1] ?? name;

function toStepCase(situation: Situation, kind: string, fault: StepFault, runCount: number): MatrixCase {
  return toCase({
    group: 'AWS',
    row: `${kind} ${fault}`,
    fault: `${kind} ${fault}, ${runCount} ${runCount === 1 ? 'run' : 'runs'}`,
    situation,
    runCount,
    touched: ENVIRONMENTS,
    // What an earlier run left is sent before anything is read.
    readsLateSeconds:
      /^(send|put)$/.test(kind) && fault === 'hangs' ? TIME_BUDGET.notifyLeftoverUntilMs / 1_000 : 0,
    begin: breakSteps((step: Step) => (kindOf(step.name) === kind ? fault : null)),
  });
}

/** CloudWatch takes the metrics of all but one. */
function toPartCase(situation: Situation, runCount: number): MatrixCase {
  return toCase({
    group: 'AWS',
    row: 'publish of env_busy refused',
    fault: `publish of env_busy refused, ${runCount} ${runCount === 1 ? 'run' : 'runs'}`,
    situation,
    runCount,
    touched: ['env_busy'],
    begin: (monitor) => {
      monitor.refuseMetricsOf(['env_busy']);
      return () => monitor.refuseMetricsOf([]);
    },
  });
}

/** A process that kept a token goes on with it, so each begins with a new one. */
const SECRET_FAULTS: Readonly<Record<string, MatrixCase['disturbance']['begin']>> = {
  'secret refused': breakSteps(({ name }) => (name === 'read secret' ? 'refused' : null)),
  'secret hangs': breakSteps(({ name }) => (name === 'read secret' ? 'hangs' : null)),
  'secret without a token': (monitor) => {
    monitor.setSecret('no-token-yet');
    return () => monitor.setSecret(TOKEN);
  },
  'secret with an old token': (monitor) => {
    monitor.setSecret('pt-old-0123456789');
    return () => monitor.setSecret(TOKEN);
  },
};

function toSecretCase(
  situation: Situation,
  row: string,
  begin: MatrixCase['disturbance']['begin'],
  runCount: number,
): MatrixCase {
  return toCase({
    group: 'AWS',
    row,
    fault: `${row}, ${runCount} ${runCount === 1 ? 'run' : 'runs'}`,
    situation,
    runCount,
    touched: ENVIRONMENTS,
    begin: (monitor) => {
      monitor.restart();
      return begin(monitor);
    },
  });
}
