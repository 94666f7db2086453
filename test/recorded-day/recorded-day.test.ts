import { beforeAll, describe, expect, it } from 'vitest';
import { playDay, type RecordedDay } from './play-day.ts';
import { readRecording } from './recording.ts';

/** Ids of requests are chance: one request more, and all that follow differ. */
function withoutRequestIds(day: RecordedDay): RecordedDay {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return JSON.parse(JSON.stringify(day).replaceAll(uuid, 'some-request'));
}

const recorded = withoutRequestIds(readRecording());
/** Where behaviour was changed on purpose: a deleted environment is withdrawn by other words, and two runs later. */
const isChanged = (text: string) => text.includes('env_deleted') && text.includes('withdrawn');
const CHANGED_RUN = 1_129;
/** The directory no longer keeps archived environments of which nothing is remembered. */
function withoutArchived(rows: RecordedDay['rows'][number]): RecordedDay['rows'][number] {
  const { directory } = rows;
  const body = directory?.body as { environments: { archivedAt: string | null }[] } | undefined;
  if (directory === undefined || body === undefined) return rows;
  const environments = body.environments.filter(({ archivedAt }) => archivedAt === null);
  return { ...rows, directory: { ...directory, body: { ...body, environments } } };
}
/** A count of runs is no longer kept: rows that only it changed are not written. */
function withoutWrites(rows: RecordedDay['rows'][number]): RecordedDay['rows'][number] {
  const text = JSON.stringify(rows, (key, value) =>
    key === 'version' || key === 'clearRunCount' ? 0 : value,
  );
  return JSON.parse(text);
}
const comparable = (rows: RecordedDay['rows'][number]) => withoutWrites(withoutArchived(rows));
/** Metrics that there were when it was recorded. */
const METRICS = new Set(recorded.metrics.flat().map((line) => line.split(' ')[1]));

describe('the recorded day', () => {
  let played: RecordedDay;
  beforeAll(async () => {
    played = withoutRequestIds(await playDay());
  }, 900_000);

  it('has something of everything', () => {
    const told = recorded.messages.map((message) => JSON.stringify(message));

    for (const change of ['opened', 'grew', 'worsened', 'reminded', 'resolved', 'withdrawn'])
      expect(told.some((text) => text.includes(`\\"change\\":\\"${change}\\"`))).toBe(true);
    expect(recorded.rows.length).toBe(24);
    expect(recorded.metrics.length).toBe(1_440);
  });

  it('publishes the same metrics in each run, and none but the new ones besides', () => {
    const isKnown = (line: string) => METRICS.has(line.split(' ')[1]);
    const published = played.metrics.map((lines, run) =>
      run === CHANGED_RUN ? (recorded.metrics[run] ?? []) : lines.filter(isKnown),
    );
    // The first run that differs says more than all of them.
    const index = recorded.metrics.findIndex((lines, run) => lines.join() !== published[run]?.join());

    expect({ index, lines: published[index] }).toEqual({ index: -1, lines: recorded.metrics[index] });
  });

  it('tells the same', () => {
    const same = (messages: RecordedDay['messages']) =>
      messages.filter((message) => !isChanged(JSON.stringify(message)));
    expect(same(played.messages)).toEqual(same(recorded.messages));
    expect(played.messages).toHaveLength(recorded.messages.length);
  });

  it('stores the same rows, in which fields may have been added', () => {
    expect(played.rows.map(comparable)).toMatchObject(recorded.rows.map(comparable));
    expect(played.rows.map((rows) => Object.keys(rows))).toEqual(
      recorded.rows.map((rows) => Object.keys(rows)),
    );
  });

  it('fails in the same runs', () => {
    expect(played.errors).toEqual(recorded.errors);
  });
});
