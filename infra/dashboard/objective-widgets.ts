/** The row of the objective: what is left of its error budget, how pick-ups are now, and where they are late. */
import { Duration } from 'aws-cdk-lib';
import { Color, GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Objective, targetPercentOf } from '../../contract/objective.ts';
import type { Settings } from '../../contract/settings.ts';
import { fleetMetric, monitorMetric } from '../cloudwatch-metrics.ts';
import { BUDGET_DAYS } from '../objective/burn-rates.ts';
import { budgetLeftPercent } from '../objective/pickup-metrics.ts';
import { GRAPH_HEIGHT, GRAPH_WIDTH, graph } from './graph.ts';
import { logTable } from './log-widget.ts';

/** Points of minutes are kept for 15 days only. */
const BUDGET_PERIOD = Duration.hours(1);

export interface ObjectiveRowProps {
  readonly monitor: string;
  readonly settings: Pick<Settings, 'metrics'>;
  readonly logGroupName: string;
}

export function objectiveRow(props: ObjectiveRowProps, objective: Objective): IWidget[] {
  const { monitor } = props;
  return [
    budget(monitor, objective),
    graph(
      'Is work picked up in time? All environments',
      [
        monitorMetric(monitor, 'PickupsWithinObjective', 'Sum'),
        monitorMetric(monitor, 'PickupsBeyondObjective', 'Sum'),
      ],
      { unit: 'Count' },
    ),
    lateEnvironments(props),
  ];
}

/** Its own time, whatever the dashboard shows: a budget of an hour says nothing. */
function budget(monitor: string, objective: Objective): GraphWidget {
  return new GraphWidget({
    title: `Error budget left of ${BUDGET_DAYS} days, % (target ${targetPercentOf(objective)} %)`,
    left: [budgetLeftPercent(monitor, objective, BUDGET_PERIOD)],
    leftYAxis: { max: 100, showUnits: false },
    leftAnnotations: [{ value: 0, label: 'spent', color: Color.RED }],
    period: BUDGET_PERIOD,
    start: `-P${BUDGET_DAYS}D`,
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
  });
}

const LATE_TITLE = 'Where is work picked up late?';

/** With lean metrics only the log tells environments apart. */
function lateEnvironments({ monitor, settings, logGroupName }: ObjectiveRowProps): IWidget {
  if (settings.metrics !== 'lean')
    return graph(LATE_TITLE, [fleetMetric(monitor, 'PickupsBeyondObjective', 'Sum')], { unit: 'Count' });
  return logTable({
    title: LATE_TITLE,
    logGroupName,
    steps: [
      'filter message = "environment" and PickupsBeyondObjective > 0',
      'stats sum(PickupsBeyondObjective) as Late by environmentId',
      'sort Late desc',
      'limit 20',
    ],
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
  });
}
