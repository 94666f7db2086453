/** docs/metrics.md: the metric catalogue for people who build alarms and dashboards of their own. */
import { isPublished, type MetricDefinition, type MetricKind } from '../../contract/metric-definition.ts';
import {
  DIMENSIONS,
  ENVIRONMENT_METRICS,
  METRIC_NAMESPACE,
  MONITOR_METRICS,
} from '../../contract/metrics.ts';
import { toTable } from '../../local/text/markdown-table.ts';

type Catalogue = readonly (readonly [name: string, definition: MetricDefinition])[];

const KINDS: Readonly<Record<MetricKind, string>> = {
  gauge: 'a state of now. Use the statistic Maximum.',
  flow: 'how many events since the run before. Use Sum.',
  distribution:
    'the measured values of those events. Use p50, p90, p99, Maximum; SampleCount counts the events.',
};

export function toMetricsPage(): string {
  const all: Catalogue = Object.entries<MetricDefinition>(ENVIRONMENT_METRICS);
  const essential = all.filter(([, definition]) => definition.essential);
  const choices = all.filter(([, { setting }]) => setting === undefined);
  const lean = choices
    .filter(([, definition]) => isPublished(definition, 'lean'))
    .map(([name]) => `\`${name}\``);
  const ofSettings = all.filter(([, { setting }]) => setting !== undefined);
  const others = choices.filter(([, { essential }]) => !essential);
  const monitor: Catalogue = Object.entries<MetricDefinition>(MONITOR_METRICS);
  return `# Metrics

<!-- Generated from contract/metrics.ts by npm run docs. -->

Namespace \`${METRIC_NAMESPACE}\`. Metrics of an environment have the dimensions \`${DIMENSIONS.monitor}\` and \`${DIMENSIONS.environmentId}\`, the
monitor's own have only \`${DIMENSIONS.monitor}\`. Each run sends one point of each metric. Its timestamp is the minute the run was
scheduled for. Names, units and dimensions are public: they do not change.

**Unknown is not zero.** An environment that was not read whole sends none of its metrics in that run. One that was
read whole sends all of its gauges, zero included, except where the last column says otherwise.

${Object.entries(KINDS)
  .map(([kind, use]) => `- \`${kind}\`: ${use}`)
  .join('\n')}

## Of an environment, essential

${essential.length} metrics. With \`metrics: "lean"\` only ${lean.join(', ')} are sent. Then each run writes a line \`environment\`
into the log for each environment that was read whole, with everything that was measured: numbers under the names of
this page, distributions as \`count\`, \`p50\`, \`p90\` and \`p99\`. What was not measured has no field. The dashboard draws from
these lines what is not sent.

${toCatalogueTable(essential)}

## Of an environment, with metrics: "full"

${others.length} more metrics, so ${essential.length + others.length} in all.

${toCatalogueTable(others)}

## Of an environment, with a setting of their own

${toSettingsLines(ofSettings)}

${toCatalogueTable(ofSettings)}

## Of the monitor

${monitor.length} metrics, always.

With \`shards\` each function sends a point of each: sum the counts, and take the maximum of ages.

${toCatalogueTable(monitor)}
`;
}

function toSettingsLines(ofSettings: Catalogue): string {
  const settings = [...new Set(ofSettings.map(([, { setting }]) => setting))];
  return settings
    .map((setting) => {
      const those = ofSettings.filter(([, definition]) => definition.setting === setting);
      const names = those.map(([name]) => `\`${name}\``).join(', ');
      const isLean = those.every(([, definition]) => isPublished(definition, 'lean'));
      const total = those.some(([, definition]) => definition.total === true)
        ? ` They are also sent with the dimension \`${DIMENSIONS.monitor}\` only, for all environments together, and with \`metrics: "lean"\` in no other way.`
        : '';
      return `- \`${setting}\`: ${names}.${isLean ? ' Sent whatever `metrics` says.' : ''}${total}`;
    })
    .join('\n');
}

/** How many there are, for the README. */
export function toMetricCounts(): string {
  const all = Object.values<MetricDefinition>(ENVIRONMENT_METRICS);
  const essentialCount = all.filter(({ essential }) => essential).length;
  const ofSettingsCount = all.filter(({ setting }) => setting !== undefined).length;
  const othersCount = all.length - essentialCount - ofSettingsCount;
  return `Namespace \`${METRIC_NAMESPACE}\`, dimensions \`${DIMENSIONS.monitor}\` and \`${DIMENSIONS.environmentId}\`: ${essentialCount} essential metrics for each environment, ${othersCount} more
with \`metrics: "full"\`, and ${Object.keys(MONITOR_METRICS).length} of the monitor itself.`;
}

function toCatalogueTable(catalogue: Catalogue): string {
  return toTable(
    ['metric', 'unit', 'kind', 'meaning', 'not sent'],
    catalogue.map(([name, { unit, kind, meaning, absent }]) => [
      `\`${name}\``,
      unit,
      kind,
      meaning,
      absent ?? '',
    ]),
  );
}
