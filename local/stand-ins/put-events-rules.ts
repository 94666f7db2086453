/**
 * What EventBridge refuses in a PutEvents call: the whole of it, or single entries of it.
 * Source: PutEvents, PutEventsRequestEntry and PutEventsResultEntry in the EventBridge API reference, and "Calculating PutEvents
 * event entry size" in its guide, read 2026-11-27.
 */
import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import { RefusedError } from './answers.ts';

const MAX_ENTRIES_COUNT = 10;
/** Of all entries together: the strictest reading of the texts. */
const MAX_ENTRIES_BYTES = 256 * 1024;
const TIME_BYTES = 14;

const entry = v.object({
  EventBusName: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(1600)), 'default'),
  Source: v.optional(v.string()),
  DetailType: v.optional(v.string()),
  Detail: v.optional(v.string()),
  Resources: v.optional(v.array(v.pipe(v.string(), v.maxLength(2048))), []),
  /** Seconds since 1970. */
  Time: v.optional(v.number()),
});

const request = v.object({
  Entries: v.pipe(v.array(entry), v.minLength(1), v.maxLength(MAX_ENTRIES_COUNT)),
});

export type PutEventsEntry = v.InferOutput<typeof entry>;

/** @throws {RefusedError} when the whole call is refused */
export function parsePutEvents(body: string): readonly PutEventsEntry[] {
  const parsed = v.safeParse(request, parseJson(body));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new RefusedError(
      'ValidationException',
      `${v.getDotPath(issue) ?? 'The request'}: ${issue.message}`,
    );
  }
  const bytes = parsed.output.Entries.reduce((sum, each) => sum + bytesOf(each), 0);
  if (bytes > MAX_ENTRIES_BYTES) {
    throw new RefusedError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${bytes}`,
    );
  }
  return parsed.output.Entries;
}

const bytesOf = ({ Source = '', DetailType = '', Detail = '', Resources, Time }: PutEventsEntry): number =>
  Buffer.byteLength([Source, DetailType, Detail, ...Resources].join('')) +
  (Time === undefined ? 0 : TIME_BYTES);

/** @returns why the entry is refused, as its part of the answer; null when it is taken */
export function findEntryFault({ Source = '', DetailType = '', Detail = '' }: PutEventsEntry) {
  const refused = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  if (Source === '' || DetailType === '' || Detail === '') {
    return refused('InvalidArgument', 'Parameters Source, DetailType and Detail are required.');
  }
  if (Source.startsWith('aws.')) {
    return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = parseJson(Detail);
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail)
    ? null
    : refused('MalformedDetail', 'Detail is malformed.');
}
