import { describe, expect, it } from 'vitest';
import { createFaults } from '../../lambda/run-errors.ts';

describe('createFaults()', () => {
  it('hands on what an action returns', async () => {
    const faults = createFaults();

    expect(await faults.collect('add', async () => 2)).toBe(2);
    expect(() => faults.throwIfAny()).not.toThrow();
  });

  it('keeps what actions throw, with their names and causes, and throws them together', async () => {
    const faults = createFaults();
    const cause = new Error('No');

    expect(await faults.collect('save', () => Promise.reject(cause))).toBeUndefined();
    await faults.collect('send', () => Promise.reject('text'));

    expect(faults.all().map(({ message }) => message)).toEqual([
      'Could not save: No',
      'Could not send: text',
    ]);
    expect(faults.all()[0]?.cause).toBe(cause);
    expect(() => faults.throwIfAny()).toThrow('Could not save: No\nCould not send: text');
  });

  it('throws at most 20, and says how many more there are', async () => {
    const faults = createFaults();
    for (let index = 0; index < 1000; index++) {
      await faults.collect(`save ${index}`, () => Promise.reject(new Error('No')));
    }

    expect(faults.all()).toHaveLength(1000);
    expect(() => faults.throwIfAny()).toThrow(/^(Could not save \d+: No\n){20}and 980 more$/);
  });
});
