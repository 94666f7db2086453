/** Sends data points to CloudWatch. */
import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type MetricGroup, toBatches } from './metric-batches.ts';

export interface PublishMetricsRequest {
  readonly client: Pick<CloudWatchClient, 'send'>;
  readonly namespace: string;
  readonly groups: readonly MetricGroup[];
  readonly signal: AbortSignal;
}

/** Some calls failed: what they held was not published, everything else was. */
export class PublishError extends AggregateError {
  override readonly name = 'PublishError';
  /** Of the calls that failed. */
  readonly environmentIds: ReadonlySet<string>;

  constructor(errors: readonly Error[], environmentIds: ReadonlySet<string>) {
    const others = errors.length === 1 ? '' : `; ${errors.length - 1} other calls failed too`;
    super(errors, `${errors[0]?.message}${others}`);
    this.environmentIds = environmentIds;
  }
}

/**
 * One call while the data fits, else one after the other. A call that fails stops no other: what is refused
 * for one metric must not hide the rest.
 * @throws {PublishError} naming the environments that were not published
 */
export async function publishMetrics(request: PublishMetricsRequest): Promise<void> {
  const { client, namespace, groups, signal } = request;
  const batches = toBatches(groups);
  const errors: Error[] = [];
  const failedIds = new Set<string>();
  for (const [index, { data, environmentIds }] of batches.entries()) {
    try {
      const command = new PutMetricDataCommand({ Namespace: namespace, MetricData: [...data] });
      await client.send(command, { abortSignal: signal });
    } catch (cause) {
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      const call = `call ${index + 1} of ${batches.length}`;
      errors.push(
        new Error(`Publishing ${data.length} metrics to ${namespace} failed (${call}): ${reason}`, { cause }),
      );
      for (const id of environmentIds) failedIds.add(id);
    }
  }
  if (errors.length > 0) throw new PublishError(errors, failedIds);
}
