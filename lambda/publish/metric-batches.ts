/** Splits data points into requests that CloudWatch takes. Pure. */
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';

/** Source: PutMetricData, at most 1,000 metrics a request. */
export const DATA_PER_BATCH_COUNT = 1000;
/** Source: PutMetricData, at most 1 MB a request. The rest is room for the envelope and other encodings. */
export const BATCH_BYTES = 800_000;

/** In order; none is empty. */
export function toBatches(data: readonly MetricDatum[]): MetricDatum[][] {
  const batches: MetricDatum[][] = [];
  let batchBytes = 0;
  for (const datum of data) {
    const datumBytes = Buffer.byteLength(JSON.stringify(datum)) + 1;
    const batch = batches.at(-1);
    if (
      batch === undefined ||
      batch.length === DATA_PER_BATCH_COUNT ||
      batchBytes + datumBytes > BATCH_BYTES
    ) {
      batches.push([datum]);
      batchBytes = datumBytes;
    } else {
      batch.push(datum);
      batchBytes += datumBytes;
    }
  }
  return batches;
}
