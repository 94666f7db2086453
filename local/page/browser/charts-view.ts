/** The charts of the chosen environment, and those of the monitor itself. */
import type { EnvironmentMetricName, MonitorMetricName } from '../../../contract/metrics.ts';
import type { IncidentView, RunView } from '../page-model.ts';
import { createChart } from './chart.ts';
import {
  type ChartDefinition,
  type ChartLine,
  ENVIRONMENT_CHARTS,
  MONITOR_CHARTS,
} from './chart-catalogue.ts';
import { byId, setText } from './dom.ts';
import { toSeconds } from './format.ts';
import { type PageState, shownSeconds, type View } from './page-state.ts';

export function createChartsView(): View {
  const ofEnvironment = ENVIRONMENT_CHARTS.map((definition) => ({
    definition,
    chart: createChart(definition),
  }));
  const ofMonitor = MONITOR_CHARTS.map((definition) => ({ definition, chart: createChart(definition) }));
  byId('charts').append(...ofEnvironment.map(({ chart }) => chart.element));
  byId('monitor-charts').append(...ofMonitor.map(({ chart }) => chart.element));

  return (state) => {
    const { environmentId } = state.choices;
    const shown = shownSeconds(state);
    const runs = state.runs.filter(({ atSeconds }) => atSeconds >= shown.from);
    const times = runs.map(({ atSeconds }) => atSeconds);
    for (const { definition, chart } of ofEnvironment) {
      const lines = definition.lines.map((line) => runs.map((run) => publishedBy(run, environmentId, line)));
      chart.draw({ ...shown, times, lines, incidents: incidentsOf(state, definition) });
    }
    for (const { definition, chart } of ofMonitor) {
      const lines = definition.lines.map(({ metric }) => runs.map(({ monitor }) => monitor[metric] ?? null));
      chart.draw({ ...shown, times, lines, incidents: [] });
    }
    const name = state.now.environments.find(({ id }) => id === environmentId)?.name ?? environmentId;
    setText(byId('metrics-note'), `${name}, as published to CloudWatch; times are UTC`);
  };
}

function publishedBy(
  { environments }: RunView,
  environmentId: string,
  { metric, part = 'max' }: ChartLine<EnvironmentMetricName>,
): number | null {
  const value = environments[environmentId]?.[metric];
  return typeof value === 'object' ? value[part] : (value ?? null);
}

function incidentsOf(
  { now, choices }: PageState,
  { condition }: ChartDefinition<EnvironmentMetricName | MonitorMetricName>,
) {
  const isShown = (incident: IncidentView) =>
    incident.condition === condition && incident.environmentIds.includes(choices.environmentId);
  return now.incidents.filter(isShown).map(({ openedAt, endedAt, severity }) => ({
    fromSeconds: toSeconds(openedAt),
    toSeconds: endedAt === null ? Number.POSITIVE_INFINITY : toSeconds(endedAt),
    severity,
  }));
}
