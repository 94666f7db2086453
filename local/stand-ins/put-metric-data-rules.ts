/**
 * What CloudWatch refuses in a PutMetricData call.
 * Source: PutMetricData and MetricDatum in the CloudWatch API reference, read 2026-11-24.
 */
import * as v from 'valibot';
import { RefusedError } from './answers.ts';

const MAX_REQUEST_BYTES = 1_000_000;
const MAX_DATA_COUNT = 1000;
const MAX_VALUES_COUNT = 150;
const MAX_DIMENSIONS_COUNT = 30;
const MAX_AGE_MS = 14 * 24 * 3_600_000;
const MAX_AHEAD_MS = 2 * 3_600_000;
const MAX_VALUE = 2 ** 360;

// JSON has no NaN: the SDK writes it as text, which is no number.
const value = v.pipe(v.number(), v.minValue(-MAX_VALUE), v.maxValue(MAX_VALUE));

const datum = v.object({
  MetricName: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  Dimensions: v.optional(
    v.pipe(
      v.array(
        v.object({
          Name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
          Value: v.pipe(
            v.string(),
            v.minLength(1),
            v.maxLength(1024),
            v.regex(/^[\x20-\x7e]*[!-~][\x20-\x7e]*$/),
          ),
        }),
      ),
      v.maxLength(MAX_DIMENSIONS_COUNT),
    ),
    [],
  ),
  /** Seconds since 1970. */
  Timestamp: v.number(),
  Unit: v.optional(v.string(), 'None'),
  Value: v.optional(value),
  Values: v.optional(v.pipe(v.array(value), v.minLength(1), v.maxLength(MAX_VALUES_COUNT))),
  Counts: v.optional(v.pipe(v.array(v.pipe(v.number(), v.minValue(0))), v.maxLength(MAX_VALUES_COUNT))),
});

const request = v.object({
  Namespace: v.pipe(v.string(), v.regex(/^(?!AWS\/)[A-Za-z0-9._\-/#: ]{1,255}$/)),
  MetricData: v.pipe(v.array(datum), v.minLength(1), v.maxLength(MAX_DATA_COUNT)),
});

export type PutMetricDataRequest = v.InferOutput<typeof request>;

/** @throws {RefusedError} as CloudWatch refuses: the whole call, nothing of it is recorded */
export function parsePutMetricData(body: string, sentBytes: number, now: Date): PutMetricDataRequest {
  if (sentBytes > MAX_REQUEST_BYTES) {
    throw new RefusedError('RequestEntityTooLarge', `${sentBytes} bytes are above ${MAX_REQUEST_BYTES}`, 413);
  }
  const parsed = v.safeParse(request, JSON.parse(body));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw invalid(`${v.getDotPath(issue) ?? 'The request'}: ${issue.message}`);
  }
  for (const entry of parsed.output.MetricData) checkDatum(entry, now);
  return parsed.output;
}

function checkDatum(entry: v.InferOutput<typeof datum>, now: Date): void {
  const { MetricName, Timestamp, Value, Values, Counts } = entry;
  if ((Value === undefined) === (Values === undefined)) {
    throw invalid(`${MetricName} must have either Value or Values`);
  }
  if (Counts !== undefined && Counts.length !== Values?.length) {
    throw invalid(`${MetricName} must have as many Counts as Values`);
  }
  const aheadMs = Timestamp * 1000 - now.getTime();
  if (aheadMs > MAX_AHEAD_MS || aheadMs < -MAX_AGE_MS) {
    throw invalid(`The timestamp of ${MetricName} must be at most 2 hours ahead and 2 weeks old`);
  }
}

const invalid = (message: string) => new RefusedError('InvalidParameterValue', message);
