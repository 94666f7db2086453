/** Sends data points to CloudWatch. */
import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { toBatches } from './metric-batches.ts';

export interface PublishMetricsRequest {
  readonly client: Pick<CloudWatchClient, 'send'>;
  readonly namespace: string;
  readonly data: readonly MetricDatum[];
  readonly signal: AbortSignal;
}

/**
 * One call while the data fits, else one after the other. A call that fails stops no other: what is refused
 * for one metric must not hide the rest.
 * @throws {Error} for a call that failed, with its cause; {AggregateError} for several
 */
export async function publishMetrics({
  client,
  namespace,
  data,
  signal,
}: PublishMetricsRequest): Promise<void> {
  const batches = toBatches(data);
  const errors: Error[] = [];
  for (const [index, MetricData] of batches.entries()) {
    try {
      const command = new PutMetricDataCommand({ Namespace: namespace, MetricData });
      await client.send(command, { abortSignal: signal });
    } catch (cause) {
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      const call = `call ${index + 1} of ${batches.length}`;
      errors.push(
        new Error(`Publishing ${MetricData.length} metrics to ${namespace} failed (${call}): ${reason}`, {
          cause,
        }),
      );
    }
  }
  const [first, ...others] = errors;
  if (first === undefined) return;
  throw others.length === 0
    ? first
    : new AggregateError(errors, `${first.message}; ${others.length} other calls failed too`);
}
