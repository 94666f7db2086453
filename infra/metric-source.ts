/** Where the metrics of a monitor come from: its name, its stack's account and region. */
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { EnvironmentMetricName, MonitorMetricName, TotalMetricName } from '../contract/metrics.ts';
import { environmentMetric, monitorMetric, type Statistic } from './cloudwatch-metrics.ts';

export class MetricSource extends Construct {
  /** The dimension Monitor of its metrics. */
  readonly name: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.name = name;
  }

  protected ofEnvironment(
    metricName: EnvironmentMetricName,
    environmentId: string,
    statistic: Statistic,
    options: MetricOptions = {},
  ): Metric {
    return environmentMetric(this.name, environmentId, metricName, { statistic })
      .with(options)
      .attachTo(this);
  }

  /** Of one environment; without one, of all of them together. */
  protected ofEnvironments(
    metricName: TotalMetricName,
    environmentId: string | undefined,
    statistic: Statistic,
    options: MetricOptions = {},
  ): Metric {
    return environmentId === undefined
      ? this.ofMonitor(metricName, statistic, options)
      : this.ofEnvironment(metricName, environmentId, statistic, options);
  }

  protected ofMonitor(
    metricName: MonitorMetricName | TotalMetricName,
    statistic: Statistic,
    options: MetricOptions = {},
  ): Metric {
    return monitorMetric(this.name, metricName, statistic).with(options).attachTo(this);
  }
}
