import { beforeAll, describe, expect, it } from 'vitest';
import { playDay, type RecordedDay } from './play-day.ts';
import { readRecording } from './recording.ts';

/** Ids of requests are chance: one request more, and all that follow differ. Metrics, most of a day, have none. */
function withoutRequestIds({ metrics, ...day }: RecordedDay): RecordedDay {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return { metrics, ...JSON.parse(JSON.stringify(day).replaceAll(uuid, 'some-request')) };
}

const recorded = withoutRequestIds(readRecording());

/** Where behaviour is meant to change, the day is recorded anew: see recording.ts. */
describe('the recorded day', () => {
  let played: RecordedDay;
  beforeAll(async () => {
    played = withoutRequestIds(await playDay());
  }, 900_000);

  it('has something of everything', () => {
    const told = recorded.messages.map((message) => JSON.stringify(message));

    for (const change of ['opened', 'changed', 'grew', 'worsened', 'reminded', 'resolved', 'withdrawn'])
      expect(
        told.some((text) => text.includes(`\\"change\\":\\"${change}\\"`)),
        change,
      ).toBe(true);
    expect(recorded.rows.length).toBe(24);
    expect(recorded.metrics.length).toBe(1_440);
  });

  it('publishes the same metrics in each run', () => {
    // The first run that differs says more than all of them.
    const index = recorded.metrics.findIndex((lines, run) => lines.join() !== played.metrics[run]?.join());

    expect({ index, lines: played.metrics[index] }).toEqual({ index: -1, lines: recorded.metrics[index] });
  });

  it('tells the same', () => {
    expect(played.messages).toEqual(recorded.messages);
  });

  it('stores the same rows', () => {
    expect(played.rows).toEqual(recorded.rows);
  });

  it('fails in the same runs', () => {
    expect(played.errors).toEqual(recorded.errors);
  });
});
