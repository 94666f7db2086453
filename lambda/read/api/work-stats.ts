/** Work stats from the wire. */
import * as v from 'valibot';
import type { WorkStats } from '../../model/reading.ts';
import type { ApiAnswer } from './api-answer.ts';
import { parseBody } from './parse-body.ts';

const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), null);

/** Source: API reference, work stats; the SDK types have every field optional and nullable. */
const statsSchema = v.object({ depth: count, pending: count, workers_polling: count });

/** @throws {QoderError} of type `unexpected_response` */
export function parseWorkStats(answer: ApiAnswer): WorkStats {
  const { depth, pending, workers_polling } = parseBody(statsSchema, answer);
  return { depthCount: depth, pendingCount: pending, workersPollingCount: workers_polling };
}
