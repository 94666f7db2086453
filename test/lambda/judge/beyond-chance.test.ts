/** What the numbers of work-bounced are worth, by simulation: docs/decisions/0018-bounced-work.md quotes it. */
import { describe, expect, it } from 'vitest';
import { endingCount, neededInARowCount, neededOfLastCount } from '../../../lambda/judge/beyond-chance.ts';
import { type Deliveries, NO_DELIVERIES } from '../../../lambda/model/deliveries.ts';
import { createRandom } from '../../../local/simulator/random.ts';
import { playAcks } from './play-acks.ts';

describe('by the usual share of bounces', () => {
  it.each([
    [0, 1, 7],
    [0.01, 3, 7],
    [0.03, 3, 7],
    [0.05, 4, 9],
    [0.1, 5, 12],
    [0.25, 8, 19],
    [0.5, 15, 26],
    [0.99, 1026, 31],
  ])('%d needs %d in a row, or %d of the last 30', (share, inARow, ofLast) => {
    expect([neededInARowCount(share), neededOfLastCount(share)]).toEqual([inARow, ofLast]);
  });

  it.each([
    [3, 3, 10],
    [5, 5, 8],
    [30, 30, 3],
    [7, 25, 25],
    [1, 30, 225],
  ])('%d bounces of %d acks end after %d kept ones', (bounced, acknowledged, ending) => {
    expect(endingCount(bounced, acknowledged)).toBe(ending);
  });
});

describe('of simulated acks', () => {
  const random = createRandom(18);
  const fateAt = (share: number) => (random() < share ? 'b' : 'k');
  const DAY_ACKS = 1_000;
  const HOUR_ACKS = 60;

  /** Runs until it holds. @returns the number of the ack at which it does; null: not in so many */
  const findsAt = (share: number, ackCount: number, before: Deliveries): number | null => {
    let deliveries = before;
    for (let ack = 1; ack <= ackCount; ack++) {
      deliveries = playAcks(fateAt(share), deliveries);
      if (deliveries.bouncingSince !== null) return ack;
    }
    return null;
  };

  it.each([0.01, 0.02, 0.03])('a healthy share of %d opens less than 0.05 times a day', (share) => {
    const DAYS = 200;
    let [deliveries, openingCount] = [NO_DELIVERIES, 0];
    for (let ack = 0; ack < DAYS * DAY_ACKS; ack++) {
      const next = playAcks(fateAt(share), deliveries);
      if (deliveries.bouncingSince === null && next.bouncingSince !== null) openingCount++;
      deliveries = next;
    }
    expect(openingCount / DAYS).toBeLessThan(0.05);
  });

  it('finds one bad dispatcher among four within an hour of an ack a minute, nine times in ten', () => {
    const PLAYS = 400;
    const found = Array.from({ length: PLAYS }, () => findsAt(0.25, HOUR_ACKS, NO_DELIVERIES));

    expect(found.filter((ack) => ack !== null).length / PLAYS).toBeGreaterThan(0.9);
  });
});
