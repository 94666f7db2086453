import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { newRow, type Row } from '../../../lambda/model/row.ts';
import { toWrite } from '../../../lambda/remember/store.ts';
import { anAlert } from '../notify/an-alert.ts';

const FAILING: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 1 };
const TELLING: EnvironmentState = { ...EMPTY_STATE, outbox: [anAlert()] };
const NEW = newRow('environment', 'env_a');
const loaded = (value: EnvironmentState): Row<'environment'> => ({
  ...NEW,
  value,
  stored: value,
  version: 4,
});

describe('toWrite()', () => {
  it.each([
    ['put', 'a new environment', NEW],
    ['none', 'nothing new', { ...loaded(FAILING), value: { ...FAILING } }],
    ['put', 'a change', { ...loaded(EMPTY_STATE), value: FAILING }],
    ['put', 'a row that cannot be read', { ...NEW, version: 4, unreadable: 'corrupt' as const }],
    ['remove', 'an end', { ...loaded(FAILING), isOver: true }],
    ['put', 'an end that is still to be told', { ...loaded(FAILING), value: TELLING, isOver: true }],
    ['none', 'an end that waits to be told as before', { ...loaded(TELLING), isOver: true }],
    ['none', 'the end of what was never saved', { ...NEW, isOver: true }],
  ])('is %s for %s', (expected, _, row) => {
    expect(toWrite(row)).toBe(expected);
  });
});
