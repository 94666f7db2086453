/** Stands in for CloudWatch: takes PutMetricData under the documented limits and keeps the points. */

import { decode, type Loopback, startLoopback } from '../loopback-server.ts';
import { answerFailure, answerJson, answerJsonRefusal, jsonAction, RefusedError } from './answers.ts';
import { type PutMetricDataRequest, parsePutMetricData } from './put-metric-data-rules.ts';
import type { Traffic } from './traffic.ts';

export interface MetricPoint {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly timestamp: Date;
  readonly unit: string;
  /** One for a plain value; as many as `counts`. */
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

export interface CloudWatchStandIn extends Loopback {
  /** In the order in which they were sent. */
  readonly points: () => readonly MetricPoint[];
  readonly forgetPoints: () => void;
  /** The SDK compresses calls above 10,240 bytes. */
  readonly compressedCallCount: () => number;
}

/** @param now the clock by which timestamps are too old or too far ahead */
export async function startCloudWatch(traffic: Traffic, now: () => Date): Promise<CloudWatchStandIn> {
  const points: MetricPoint[] = [];
  let compressedCallCount = 0;
  const server = await startLoopback((request, body, response) => {
    const action = jsonAction(request);
    const failure = traffic.admit('cloudwatch', action);
    if (failure !== null) return answerFailure(failure, response, answerJsonRefusal);
    try {
      if (action !== 'PutMetricData')
        throw new RefusedError('UnknownOperationException', `No action ${action}`);
      if (request.headers['content-encoding'] === 'gzip') compressedCallCount += 1;
      points.push(...toPoints(parsePutMetricData(decode(request, body), body.length, now())));
      answerJson(response, 200, {});
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      answerJsonRefusal(response, error);
    }
  });
  return {
    ...server,
    points: () => [...points],
    forgetPoints: () => {
      points.length = 0;
    },
    compressedCallCount: () => compressedCallCount,
  };
}

function toPoints({ Namespace, MetricData }: PutMetricDataRequest): MetricPoint[] {
  return MetricData.map(({ MetricName, Dimensions, Timestamp, Unit, Value, Values, Counts }) => {
    const values = Values ?? (Value === undefined ? [] : [Value]);
    return {
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map((dimension) => [dimension.Name, dimension.Value])),
      timestamp: new Date(Timestamp * 1000),
      unit: Unit,
      values,
      counts: Counts ?? values.map(() => 1),
    };
  });
}
