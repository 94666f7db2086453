import { expect, it } from 'vitest';
import { aHeldItem, aKnownSession } from '../../../support/a-session.ts';
import { ago, level } from '../../../support/a-work-item.ts';
import { findWith, inShort } from '../diagnose-sessions.ts';

const waiting = (seconds: number) => aKnownSession({ cause: 'waiting-for-a-person', since: ago(seconds) });
const thresholds = { 'waiting-for-a-person': level(900, null) };

it.each([
  ['is off', 3_600, {}, []],
  ['where it is on, holds not before its level', 899, { thresholds }, []],
  [
    'where it is on, holds from its level on',
    900,
    { thresholds },
    ['waiting-for-a-person warning waiting-for-a-person'],
  ],
])('waiting-for-a-person %s', (_, seconds, known, expected) => {
  expect(inShort(findWith([aHeldItem()], [waiting(seconds)], known))).toEqual(expected);
});
