/**
 * What KEDA and the autoscaler that it feeds do with a ScaledObject.
 * Source: KEDA, "AWS CloudWatch", "Scaling Deployments" and "ScaledObject specification"; Kubernetes, "Horizontal Pod
 * Autoscaling", its algorithm, tolerance and stabilization window.
 */
import type { ScaledObject } from '../../infra/scaling/scaled-object.ts';
import type { Scaler, Signal } from './scaler.ts';

const MINUTE_MS = 60_000;
/** Of the autoscaler: a difference of up to this share is none. */
const TOLERANCE = 0.1;

export type KedaSpec = Pick<
  ScaledObject['spec'],
  'pollingInterval' | 'cooldownPeriod' | 'minReplicaCount' | 'maxReplicaCount' | 'advanced'
> & { readonly trigger: Readonly<Record<string, string>> };

export function createKedaScaler(spec: KedaSpec): Scaler {
  const { pollingInterval, cooldownPeriod, minReplicaCount, maxReplicaCount } = spec;
  const { scaleDown, scaleUp } = spec.advanced.horizontalPodAutoscalerConfig.behavior;
  const target = Number(spec.trigger.targetMetricValue);
  let activeAtMs = Number.NEGATIVE_INFINITY;
  let recommended: { readonly atMs: number; readonly count: number }[] = [];

  const autoscale = (nowMs: number, capacity: number, value: number): number => {
    // The target is kept in thousandths.
    const ratio = value / ((Math.round(target * 1000) / 1000) * capacity);
    const isNear = Math.abs(1 - ratio) <= TOLERANCE;
    const count = isNear ? capacity : Math.ceil((ratio * capacity * 1e6 - 1) / 1e6);
    const fromMs = nowMs - scaleDown.stabilizationWindowSeconds * 1000;
    recommended = [...recommended, { atMs: nowMs, count }].filter(({ atMs }) => atMs >= fromMs);
    const stable =
      count < capacity ? Math.min(capacity, Math.max(...recommended.map((each) => each.count))) : count;
    const [policy] = scaleUp.policies;
    const reachable = capacity + (policy?.value ?? 0);
    return Math.min(maxReplicaCount, reachable, Math.max(stable, minReplicaCount, 1));
  };

  return {
    decide: (nowMs, capacity, signal) => {
      const value = newestValue(spec.trigger, nowMs, signal);
      // An error: KEDA keeps the number of replicas, and the autoscaler does nothing without its metric.
      if (value === null) return capacity;
      const isPolled = nowMs % (pollingInterval * 1000) === 0;
      const isActive = value > Number(spec.trigger.activationTargetMetricValue ?? 0);
      if (isPolled && isActive) activeAtMs = nowMs;
      if (capacity === 0) return isPolled && isActive ? Math.max(1, minReplicaCount) : 0;
      if (isPolled && !isActive && minReplicaCount === 0 && nowMs - activeAtMs > cooldownPeriod * 1000)
        return 0;
      return autoscale(nowMs, capacity, value);
    },
  };
}

/** The end of the query is cut to the period: the minute that is not over is not seen. */
function newestValue(trigger: KedaSpec['trigger'], nowMs: number, signal: Signal): number | null {
  const endMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const minutes = Number(trigger.metricCollectionTime ?? 300) / 60;
  for (let back = 1; back <= minutes; back++) {
    const value = signal(endMs - back * MINUTE_MS);
    if (value !== null) return value;
  }
  return trigger.ignoreNullValues === 'false' ? null : Number(trigger.minMetricValue);
}
