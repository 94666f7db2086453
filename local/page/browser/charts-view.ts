/** The charts of the chosen environment, and those of the monitor itself. */
import type { EnvironmentMetricName, MonitorMetricName } from '../../../contract/metrics.ts';
import type { IncidentView, RunView } from '../page-model.ts';
import { createChart } from './chart.ts';
import {
  type ChartDefinition,
  type ChartLine,
  ENVIRONMENT_CHARTS,
  isSent,
  levelsOf,
  MONITOR_CHARTS,
  NO_LEVELS,
} from './chart-catalogue.ts';
import { byId, setText } from './dom.ts';
import { toSeconds } from './format.ts';
import { createNormsView } from './norms-view.ts';
import type { Shown, View } from './shown.ts';

export function createChartsView(): View {
  const ofEnvironment = ENVIRONMENT_CHARTS.map((definition) => ({
    definition,
    chart: createChart(definition),
  }));
  const ofMonitor = MONITOR_CHARTS.map((definition) => ({ definition, chart: createChart(definition) }));
  byId('charts').append(...ofEnvironment.map(({ chart }) => chart.element));
  byId('monitor-charts').append(...ofMonitor.map(({ chart }) => chart.element));

  const showNorms = createNormsView();
  return (shown) => {
    const { span, choices } = shown;
    const { environmentId } = choices;
    const environment = shown.environments.find(({ id }) => id === environmentId);
    const runs = shown.runs.filter(({ atSeconds }) => atSeconds >= span.from);
    const times = runs.map(({ atSeconds }) => atSeconds);
    for (const { definition, chart } of ofEnvironment) {
      chart.element.hidden = !isSent(definition, environment?.unsentMetrics ?? []);
      const lines = definition.lines.map((line) => runs.map((run) => publishedBy(run, environmentId, line)));
      const levels = levelsOf(definition, environment?.levels);
      chart.draw({ ...span, times, lines, levels, incidents: incidentsOf(shown, definition) });
    }
    for (const { definition, chart } of ofMonitor) {
      const lines = definition.lines.map(({ metric }) => runs.map(({ monitor }) => monitor[metric] ?? null));
      chart.draw({ ...span, times, lines, levels: NO_LEVELS, incidents: [] });
    }
    showNorms(environment);
    const name = environment?.name ?? environmentId;
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
  { incidents, choices, untilSeconds }: Shown,
  { condition }: ChartDefinition<EnvironmentMetricName | MonitorMetricName>,
) {
  const isShown = (incident: IncidentView) =>
    incident.condition === condition && incident.environmentIds.includes(choices.environmentId);
  return incidents.filter(isShown).map(({ openedAt, endedAt, severity }) => ({
    fromSeconds: toSeconds(openedAt),
    toSeconds: endedAt === null ? untilSeconds : toSeconds(endedAt),
    severity,
  }));
}
