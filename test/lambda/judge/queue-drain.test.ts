import { expect, it } from 'vitest';
import { measure } from '../../../lambda/judge/measure.ts';
import { queueSecondsLeft } from '../../../lambda/judge/queue-drain.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, aReading, aWorkItem, someRules } from '../../support/a-work-item.ts';

const waiting = (count: number): WorkItem[] =>
  Array.from({ length: count }, () => aWorkItem({ createdAt: ago(900) }));
const taken = (...secondsAgo: number[]): WorkItem[] =>
  secondsAgo.map((seconds) =>
    aWorkItem({ state: 'starting', createdAt: ago(2_000), acknowledgedAt: ago(seconds) }),
  );
const came = (...secondsAgo: number[]): WorkItem[] =>
  secondsAgo.map((seconds) => aWorkItem({ state: 'stopped', createdAt: ago(seconds), stoppedAt: ago(0) }));

it.each<[string, readonly WorkItem[], number | null]>([
  ['nothing happens', waiting(3), null],
  ['as much comes as is taken', [...waiting(3), ...taken(10), ...came(10)], null],
  ['more comes than is taken', [...waiting(3), ...taken(10), ...came(10, 20)], null],
  ['one is taken in two minutes, and six wait', [...waiting(6), ...taken(10)], 720],
  ['three are taken and one comes', [...waiting(6), ...taken(10, 20, 119), ...came(30)], 360],
  ['something was taken just before the two minutes', [...waiting(6), ...taken(120)], 1_800],
  ['something was taken just before the five minutes', [...waiting(6), ...taken(300)], null],
  ['more came of late, and less over five minutes', [...waiting(4), ...taken(200, 250), ...came(10)], 1_200],
  ['nothing waits any more', taken(10), 0],
])('queueSecondsLeft(): %s', (_, items, expected) => {
  const sample = measure(aReading(items), { at: AT, previousAt: null }, someRules());

  expect(queueSecondsLeft(sample)).toBe(expected);
});
