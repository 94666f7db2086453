import { describe, expect, it } from 'vitest';
import { knowSessions } from '../../../lambda/judge/known-sessions.ts';
import type { SessionMemory } from '../../../lambda/model/session.ts';
import {
  aHeldItem,
  aKnownSession,
  anEvent,
  anUnreadSession,
  aSessionReading,
} from '../../support/a-session.ts';
import { AT, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

const seenBefore = aKnownSession({ since: ago(700), seenAt: ago(60) });
const BEFORE: SessionMemory = { afterItemId: null, known: [seenBefore], isReadable: true };
const HANGS = aSessionReading([anEvent('tool-call', 700, { id: 'evt_1', toolName: 'bash' })]);
const FAILED = anUnreadSession('failed');

describe('knowSessions()', () => {
  it.each([
    { name: 'that still hangs, as of now', readings: [HANGS], expected: [[ago(700), AT]] },
    { name: 'that was not asked for, as it was seen', readings: [], expected: [[ago(700), ago(60)]] },
    { name: 'that could not be read, as it was seen', readings: [FAILED], expected: [[ago(700), ago(60)]] },
    {
      name: 'that goes on, nothing',
      readings: [
        aSessionReading([anEvent('message', 5), anEvent('idle', 800, { stopReason: 'end_turn' })], {
          status: 'idle',
        }),
      ],
      expected: [],
    },
    {
      name: 'that is being cancelled, as it was seen',
      readings: [aSessionReading([], { status: 'other' })],
      expected: [[ago(700), ago(60)]],
    },
    {
      name: 'of whose turn not all could be seen, as it was seen',
      readings: [{ ...aSessionReading([anEvent('other', 5)]), isWhole: false }],
      expected: [[ago(700), ago(60)]],
    },
    {
      name: 'of whose turn not all could be seen, and whose call was answered, nothing',
      readings: [{ ...aSessionReading([anEvent('tool-result', 5, { aboutId: 'evt_1' })]), isWhole: false }],
      expected: [],
    },
  ])('knows of a session $name', ({ readings, expected }) => {
    const { known } = knowSessions(BEFORE, readings, aReading([aHeldItem()]), AT);

    expect(known.map(({ since, seenAt }) => [since, seenAt])).toEqual(expected);
  });

  it.each([
    ['has stopped', [aHeldItem({ state: 'stopped', stoppedAt: ago(5) })], 'complete', 0],
    ['is no longer listed', [], 'complete', 0],
    ['was not read', [], 'partial', 1],
    ['is run by another item', [aHeldItem(), aHeldItem({ id: 'work_2', createdAt: ago(60) })], 'complete', 0],
    [
      'is to be run by another item, which waits',
      [aHeldItem(), aWorkItem({ id: 'work_2', sessionId: 'sess_1' })],
      'complete',
      1,
    ],
    ['is asked to stop', [aHeldItem({ state: 'stopping', stopRequestedAt: ago(5) })], 'complete', 1],
  ] as const)('of an item that %s', (_, items, completeness, count) => {
    const { known } = knowSessions(BEFORE, [], aReading(items, { completeness }), AT);

    expect(known).toHaveLength(count);
  });

  it('remembers that a session could be read', () => {
    const never = { ...BEFORE, isReadable: false };

    expect(knowSessions(never, [FAILED], aReading([aHeldItem()]), AT).isReadable).toBe(false);
    expect(knowSessions(never, [HANGS], aReading([aHeldItem()]), AT).isReadable).toBe(true);
  });

  it('forgets none that hangs for a hundred that wait for a person', () => {
    const waiting = Array.from({ length: 120 }, (_, index) =>
      aKnownSession({ itemId: `work_a${index}`, cause: 'waiting-for-a-person', since: ago(80_000) }),
    );
    const known = [...waiting, seenBefore];
    const items = known.map(({ itemId }) => aHeldItem({ id: itemId, sessionId: `sess_${itemId}` }));

    const after = knowSessions({ ...BEFORE, known }, [], aReading(items), AT);

    expect(after.known).toHaveLength(100);
    expect(after.known[0]).toEqual(seenBefore);
  });

  it('remembers at most a hundred, those of the longest', () => {
    const known = Array.from({ length: 150 }, (_, index) =>
      aKnownSession({ itemId: `work_${index}`, since: ago(index) }),
    );
    const items = known.map(({ itemId }) => aHeldItem({ id: itemId, sessionId: `sess_${itemId}` }));

    const after = knowSessions({ ...BEFORE, known }, [], aReading(items), AT);

    expect(after.known).toHaveLength(100);
    expect(after.known[0]?.since).toEqual(ago(149));
  });
});
