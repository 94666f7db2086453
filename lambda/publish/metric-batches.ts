/** Splits data points into requests that CloudWatch takes, each environment whole in one of them. Pure. */
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';

/** Source: PutMetricData, at most 1,000 metrics a request. */
export const DATA_PER_BATCH_COUNT = 1000;
/** Source: PutMetricData, at most 1 MB a request. The rest is room for the envelope and other encodings. */
export const BATCH_BYTES = 800_000;

/** Data points that are published together or not at all, so that a call that fails is known by its environments. */
export interface MetricGroup {
  /** Null: the monitor's own. */
  readonly environmentId: string | null;
  readonly data: readonly MetricDatum[];
}

export interface MetricBatch {
  readonly environmentIds: readonly string[];
  readonly data: readonly MetricDatum[];
}

/** In order; none is empty. A group too large for a request fills several: there all fail or succeed apart. */
export function toBatches(groups: readonly MetricGroup[]): MetricBatch[] {
  const batches: { environmentIds: string[]; data: MetricDatum[]; bytes: number }[] = [];
  for (const part of groups.flatMap(toParts)) {
    const bytes = bytesOf(part.data);
    const last = batches.at(-1);
    const fits =
      last !== undefined &&
      last.data.length + part.data.length <= DATA_PER_BATCH_COUNT &&
      last.bytes + bytes <= BATCH_BYTES;
    const batch = fits ? last : { environmentIds: [], data: [], bytes: 0 };
    if (!fits) batches.push(batch);
    batch.data.push(...part.data);
    batch.bytes += bytes;
    if (part.environmentId !== null) batch.environmentIds.push(part.environmentId);
  }
  return batches.map(({ environmentIds, data }) => ({ environmentIds, data }));
}

/** The group as parts that fit a request each; almost always itself. */
function toParts({ environmentId, data }: MetricGroup): MetricGroup[] {
  const parts: MetricDatum[][] = [];
  let partBytes = 0;
  for (const datum of data) {
    const bytes = bytesOf([datum]);
    const last = parts.at(-1);
    if (last === undefined || last.length === DATA_PER_BATCH_COUNT || partBytes + bytes > BATCH_BYTES) {
      parts.push([datum]);
      partBytes = bytes;
    } else {
      last.push(datum);
      partBytes += bytes;
    }
  }
  return parts.map((part) => ({ environmentId, data: part }));
}

/** Of a data point without its names and values: keys, timestamp, unit, punctuation. */
const FRAME_BYTES = 150;
/** Of a dimension without its name and value. */
const DIMENSION_BYTES = 25;
/** Longest number in JSON, and its comma: -1.2345678901234567e+300. */
const NUMBER_BYTES = 25;

/** At least what it is as JSON, without writing it: its names are ASCII, and there are thousands of them in a run. */
function bytesOf(data: readonly MetricDatum[]): number {
  let bytes = 0;
  for (const { MetricName = '', Dimensions = [], Values = [], Counts = [] } of data) {
    bytes += FRAME_BYTES + MetricName.length + NUMBER_BYTES * (1 + Values.length + Counts.length);
    for (const { Name = '', Value = '' } of Dimensions) bytes += DIMENSION_BYTES + Name.length + Value.length;
  }
  return bytes;
}
