/** Timestamps as valibot schemas. */
import * as v from 'valibot';
import { parseTimestamp } from './timestamp.ts';

export const requiredTimestamp = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const date = parseTimestamp(dataset.value);
    if (date !== null) return date;
    addIssue({ expected: 'an RFC 3339 timestamp' });
    return NEVER;
  }),
);

/** Missing is null: it has not happened, or the API does not say. */
export const timestamp = v.nullish(requiredTimestamp, null);

/** What cannot be read counts as missing. */
export const lenientTimestamp = v.fallback(timestamp, null);
