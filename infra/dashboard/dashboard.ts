/**
 * One page that answers, from top to bottom: is anything stuck, where, since when, is the monitor alive, and why; then, of
 * the one environment chosen in the menu, is it draining and are its workers alive; then the monitor itself.
 */
import {
  Dashboard,
  DashboardVariable,
  DefaultValue,
  Values,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DIMENSIONS, METRIC_NAMESPACE } from '../../contract/metrics.ts';
import { hasTokens } from '../deploy-time.ts';
import { environmentRows, SELECTED_ENVIRONMENT } from './environment-widgets.ts';
import { fleetRows } from './fleet-widgets.ts';
import { type MonitorWidgetsProps, monitorRows } from './monitor-widgets.ts';

export interface MonitorDashboardProps extends MonitorWidgetsProps {
  readonly environmentNames: Readonly<Record<string, string>>;
}

export class MonitorDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: MonitorDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      variables: [environmentMenu(props)],
      widgets: [...fleetRows(props), ...environmentRows(props), ...monitorRows(props)],
    });
  }
}

/** A pattern, not a property: it reaches into log queries too, and leaves the fleet's widgets alone. */
function environmentMenu({ monitor, settings, environmentNames }: MonitorDashboardProps): DashboardVariable {
  const { environments } = settings;
  const isDiscovered = environments === 'all' || hasTokens(environments);
  const search = `{${METRIC_NAMESPACE},${DIMENSIONS.monitor},${DIMENSIONS.environmentId}} MetricName="QueueDepth" ${DIMENSIONS.monitor}="${monitor}"`;
  return new DashboardVariable({
    id: 'environment',
    label: 'Environment',
    type: VariableType.PATTERN,
    inputType: VariableInputType.SELECT,
    value: SELECTED_ENVIRONMENT,
    values: isDiscovered
      ? Values.fromSearch(search, DIMENSIONS.environmentId)
      : Values.fromValues(...environments.map((id) => ({ value: id, label: environmentNames[id] ?? id }))),
    defaultValue: isDiscovered ? DefaultValue.FIRST : DefaultValue.value(environments[0]),
  });
}
