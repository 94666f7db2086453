/** A method for each metric of the catalogue, as CDK users expect them of a construct. */
import type { MetricDefinition } from '../../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../contract/metrics.ts';
import { toComment } from './to-comment.ts';

/** Of the file that is written: this one imports nothing of it. */
const importLine = (names: string, file: string) => ['import', names, 'from', `'${file}';`].join(' ');

/** What says most about a minute. */
const STATISTICS = { gauge: 'Maximum', flow: 'Sum', distribution: 'p90' } as const;

export function toMetricMethods(): string {
  const environment = Object.entries<MetricDefinition>(ENVIRONMENT_METRICS).map(([name, definition]) => {
    const [parameter, source] =
      definition.total === true ? ['environmentId?', 'ofEnvironments'] : ['environmentId', 'ofEnvironment'];
    return `${commentOf(definition, conditionOf(definition))}
  metric${name}(${parameter}: string, options?: MetricOptions): Metric {
    return this.${source}('${name}', environmentId, '${STATISTICS[definition.kind]}', options);
  }`;
  });
  const own = Object.entries<MetricDefinition>(MONITOR_METRICS).map(
    ([name, definition]) => `${commentOf(definition, '')}
  metric${name}(options?: MetricOptions): Metric {
    return this.ofMonitor('${name}', '${STATISTICS[definition.kind]}', options);
  }`,
  );
  return `/** The metrics of a monitor, for alarms and dashboards of your own. Written by npm run docs, from the catalogue. */
${importLine('type { Metric, MetricOptions }', 'aws-cdk-lib/aws-cloudwatch')}
${importLine('{ MetricSource }', './metric-source.ts')}

/** Of a minute: by default the Maximum, where nothing else is said. */
export class MeasuredMonitor extends MetricSource {
${[...environment, ...own].join('\n\n')}
}
`;
}

function conditionOf({ essential, setting, total }: MetricDefinition): string {
  const ofAll = total === true ? ' Without an environment: of all together.' : '';
  if (setting !== undefined) return ` Only with \`${setting}\`.${ofAll}`;
  return essential ? '' : ' Only with `metrics: "full"`.';
}

const commentOf = ({ meaning, kind }: MetricDefinition, note: string): string =>
  toComment([`${meaning}${note}${kind === 'gauge' ? '' : ` By default the ${STATISTICS[kind]}.`}`], '  ');
