import { describe, expect, it } from 'vitest';
import { TIME_BUDGET } from '../../contract/time-budget.ts';

const T = TIME_BUDGET;

describe('the time of a run', () => {
  it.each([
    ['alerts that waited leave time to read', T.notifyLeftoverUntilMs, T.readKnownUntilMs / 2],
    ['first walks begin before known lists must end', T.readWalksFromMs, T.readKnownUntilMs],
    ['first walks end after known lists', T.readKnownUntilMs, T.readWalksUntilMs],
    ['reading ends before publishing must', T.readWalksUntilMs, T.publishUntilMs],
    ['sessions are read after all lists', T.readWalksUntilMs, T.readSessionsUntilMs],
    ['and before publishing must end', T.readSessionsUntilMs, T.publishUntilMs],
    ['publishing ends before alerts must', T.publishUntilMs, T.notifyUntilMs],
    ['alerts have left before the run is called slow', T.notifyUntilMs, T.durationAlarmMs],
    ['a run is called slow before its last stage ends', T.durationAlarmMs, T.publishOwnUntilMs],
    ['a run ends before its function', T.publishOwnUntilMs, T.functionTimeoutMs],
    ['a lease outlasts its function', T.functionTimeoutMs, T.leaseMs],
    ['the lease of a killed run ends before the next run but one', T.leaseMs, 2 * T.runEveryMs],
    ['sessions that hang leave time for another', 3 * T.sessionRequestMs, T.readSessionsMs],
    ['a request that hangs leaves time for another try', 2 * T.requestTimeoutMs, T.readKnownUntilMs],
    ['an exchange that hangs leaves time to read', T.notifyLeftoverUntilMs + T.exchangeMs, T.readWalksFromMs],
    ['a try of an exchange that hangs leaves time for another', T.requestTimeoutMs, T.exchangeMs],
    ['a renewal that hangs is hardly noticed', T.renewalMs, T.requestTimeoutMs],
    ['a page that is begun late can still be answered', T.lastPageMs, T.requestTimeoutMs],
    ['a connection is given up before its request', T.awsConnectionTimeoutMs, T.awsRequestTimeoutMs],
    ['alerts of one run leave time for the others', T.notifyMs, T.functionTimeoutMs - T.readWalksUntilMs],
  ])('%s', (_, shorterMs, longerMs) => {
    expect(shorterMs).toBeLessThan(longerMs);
  });

  it('a call to AWS that hangs in every try ends within what is left after reading', () => {
    const longestMs = T.awsTriesCount * T.awsRequestTimeoutMs;

    expect(longestMs).toBeLessThanOrEqual(T.functionTimeoutMs - T.readWalksUntilMs);
  });

  it('is as documented', () => {
    expect(TIME_BUDGET).toEqual({
      notifyLeftoverUntilMs: 5_000,
      readKnownUntilMs: 40_000,
      readWalksFromMs: 30_000,
      readWalksUntilMs: 45_000,
      readSessionsUntilMs: 47_000,
      readSessionsMs: 10_000,
      sessionRequestMs: 3_000,
      statsRequestMs: 3_000,
      publishUntilMs: 50_000,
      notifyUntilMs: 52_000,
      publishOwnUntilMs: 56_000,
      durationAlarmMs: 55_000,
      functionTimeoutMs: 60_000,
      leaseMs: 75_000,
      notifyMs: 10_000,
      requestTimeoutMs: 10_000,
      exchangeMs: 20_000,
      renewalMs: 3_000,
      lastPageMs: 2_000,
      awsRequestTimeoutMs: 5_000,
      awsConnectionTimeoutMs: 2_000,
      awsTriesCount: 3,
      runEveryMs: 60_000,
    });
  });
});
