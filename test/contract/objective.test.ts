import { describe, expect, it } from 'vitest';
import {
  errorBudgetOf,
  type OwnObjective,
  pickupSecondsOf,
  targetPercentOf,
} from '../../contract/objective.ts';

const SLO = { pickupSeconds: 60, target: 0.95, applicationSignals: false };

describe('pickupSecondsOf()', () => {
  it.each<[string, typeof SLO | undefined, OwnObjective | undefined, number | null]>([
    ['none without an objective', undefined, undefined, null],
    ["the monitor's", SLO, undefined, 60],
    ["the environment's own", SLO, { pickupSeconds: 300 }, 300],
    ['none where it is off', SLO, 'off', null],
  ])('is %s', (_, slo, own, expected) => {
    expect(pickupSecondsOf({ slo, overrides: { env_a: { slo: own } } }, 'env_a')).toBe(expected);
  });
});

describe('errorBudgetOf() and targetPercentOf()', () => {
  it.each([
    [0.57, 0.43, 57],
    [0.95, 0.05, 95],
    [0.9, 0.1, 90],
    [0.999, 0.001, 99.9],
    [0.9999, 0.0001, 99.99],
  ])('of a target of %d are %d and %d', (target, budget, percent) => {
    expect([errorBudgetOf({ target }), targetPercentOf({ target })]).toEqual([budget, percent]);
  });
});
