import { describe, expect, it } from 'vitest';
import type { EnvironmentReading, Readings } from '../../../lambda/model/readings.ts';
import {
  advance,
  EMPTY_MEMORY,
  type RunMemory,
  toWindow,
  waitingSince,
} from '../../../lambda/model/run-memory.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';
import { aRunInput } from '../../support/a-run-input.ts';
import { AT, aFailedReading, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

const IDLE = aReading([]);
const BUSY = aReading([aWorkItem({ state: 'active' })]);

/** The memory after a run that read these, and had no time for those. */
const memoryAfter = (
  readings: Readonly<Record<string, EnvironmentReading['reading']>>,
  waiting: Readonly<Record<string, Date>> = {},
  memory: Partial<RunMemory> = {},
  unpublished: readonly string[] = [],
) => {
  const read: Readings = aRunInput({ readings, waiting }).readings;
  return advance({ ...EMPTY_MEMORY, ...memory }, read, new Set(unpublished));
};
const next = { ...aRunInput({}).readings.instant, at: new Date(AT.getTime() + 60_000), previousAt: AT };
const windowOf = (memory: RunMemory, id: string, isNew = false) =>
  toWindow(next, memory, id, isNew).previousAt;

describe('advance()', () => {
  it('goes on from this run where it was read whole, and from where it last was where not', () => {
    const memory = memoryAfter({ env_a: IDLE, env_b: aFailedReading(), env_c: IDLE }, {}, {}, ['env_c']);

    expect(['env_a', 'env_b', 'env_c'].map((id) => windowOf(memory, id))).toEqual([AT, ago(60), ago(60)]);
  });

  it('goes on from the run that asked last where there was no time', () => {
    const memory = memoryAfter({ env_a: IDLE }, { env_b: ago(120) });

    expect(windowOf(memory, 'env_b')).toEqual(ago(120));
    expect(waitingSince(memory, 'env_b')).toEqual(ago(120));
    expect(windowOf(memory, 'env_b', true)).toBeNull();
  });

  it('keeps apart when it was asked and when it was read whole', () => {
    const failing = memoryAfter({ env_b: aFailedReading() }, {}, {});
    const memory = memoryAfter({ env_a: IDLE }, { env_b: ago(60) }, { behind: failing.behind });

    expect(waitingSince(memory, 'env_b')).toEqual(ago(60));
    expect(windowOf(memory, 'env_b')).toEqual(ago(60));
    const never = memoryAfter(
      { env_a: IDLE },
      { env_b: ago(60) },
      { behind: { [shortKeyOf('env_b')]: null } },
    );
    expect(windowOf(never, 'env_b')).toBeNull();
  });

  it('remembers who has live work only while somebody waits', () => {
    expect(memoryAfter({ env_a: BUSY, env_b: IDLE }).live.size).toBe(0);
    const waiting = { env_c: ago(60), env_d: ago(60) };
    const { live } = memoryAfter({ env_a: BUSY, env_b: IDLE }, waiting, {
      live: new Set([shortKeyOf('env_c')]),
    });

    expect(live).toEqual(new Set(['env_a', 'env_c'].map(shortKeyOf)));
  });
});
