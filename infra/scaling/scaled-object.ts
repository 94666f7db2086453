/**
 * A KEDA ScaledObject that follows WorkersWanted. KEDA's defaults would read a gap as the least value, and average what
 * must not be too low: every field that decides is written.
 * Source: KEDA, scaler "AWS CloudWatch" and "ScaledObject specification"; Kubernetes, "Horizontal Pod Autoscaling".
 */
import { DIMENSIONS } from '../../contract/metrics.ts';
import { type ScaledMonitor, workersWanted } from './workers-wanted.ts';

export interface ScaledObjectProps {
  readonly environmentId: string;
  /** The Deployment of the workers. */
  readonly deployment: string;
  readonly region: string;
  readonly maxWorkers: number;
  /** @default 0 */
  readonly minWorkers?: number;
  /**
   * A TriggerAuthentication whose role may call cloudwatch:GetMetricData.
   * @default what KEDA's operator may do
   */
  readonly authentication?: string;
}

/**
 * The autoscaler ignores a difference of up to a tenth: of 20 workers, the 21st would never come. A target of a little
 * more than a tenth below 1 makes up for it, and is needed only where a tenth is a worker.
 */
const WHOLE_TARGET_WORKERS_COUNT = 9;

export function toScaledObject(
  monitor: ScaledMonitor,
  { environmentId, deployment, region, maxWorkers, minWorkers = 0, authentication }: ScaledObjectProps,
) {
  const metric = workersWanted(monitor, environmentId);
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: deployment },
    spec: {
      scaleTargetRef: { name: deployment },
      pollingInterval: 30,
      // Spare workers are kept by the metric, which knows what is known: see keepWorkersMinutes.
      cooldownPeriod: 0,
      minReplicaCount: minWorkers,
      maxReplicaCount: maxWorkers,
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              // The default doubles at most, every 15 seconds.
              policies: [{ type: 'Pods', value: maxWorkers, periodSeconds: 15 }],
            },
            scaleDown: { stabilizationWindowSeconds: 0 },
          },
        },
      },
      triggers: [
        {
          type: 'aws-cloudwatch',
          metricType: 'AverageValue',
          metadata: {
            awsRegion: region,
            namespace: metric.namespace,
            metricName: metric.metricName,
            dimensionName: `${DIMENSIONS.monitor};${DIMENSIONS.environmentId}`,
            dimensionValue: `${monitor.name};${environmentId}`,
            metricStat: metric.statistic,
            metricStatPeriod: '60',
            metricCollectionTime: '300',
            targetMetricValue: maxWorkers <= WHOLE_TARGET_WORKERS_COUNT ? '1' : '0.91',
            activationTargetMetricValue: '0',
            minMetricValue: '0',
            // A gap is an error, on which KEDA and the autoscaler leave everything as it is.
            ignoreNullValues: 'false',
          },
          ...(authentication === undefined ? {} : { authenticationRef: { name: authentication } }),
        },
      ],
    },
  };
}

export type ScaledObject = ReturnType<typeof toScaledObject>;
