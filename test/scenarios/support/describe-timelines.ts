/** Plays timelines and compares every message with the table. */
import { describe, expect, it } from 'vitest';
import { playTimeline, type Timeline } from '../../../local/virtual/play-timeline.ts';

export function describeTimelines(subject: string, timelines: readonly Timeline[]): void {
  describe(subject, () => {
    // Days of a monitor: seconds on an idle machine.
    it.each(timelines)('$name', { timeout: 180_000 }, async (timeline) => {
      const { told } = await playTimeline(timeline);

      expect(told).toEqual(timeline.expected);
    });
  });
}
