import { describe, expect, it } from 'vitest';
import { createRunErrors } from '../../lambda/run-errors.ts';

describe('createRunErrors()', () => {
  it('hands on what an action returns', async () => {
    const errors = createRunErrors();

    expect(await errors.collect('add', async () => 2)).toBe(2);
    expect(() => errors.throwIfAny()).not.toThrow();
  });

  it('keeps what actions throw, with their names and causes, and throws them together', async () => {
    const errors = createRunErrors();
    const cause = new Error('No');

    expect(await errors.collect('save', () => Promise.reject(cause))).toBeUndefined();
    await errors.collect('send', () => Promise.reject('text'));

    expect(errors.all().map(({ message }) => message)).toEqual([
      'Could not save: No',
      'Could not send: text',
    ]);
    expect(errors.all()[0]?.cause).toBe(cause);
    expect(() => errors.throwIfAny()).toThrow('Could not save: No\nCould not send: text');
  });

  it('throws at most 20, and says how many more there are', async () => {
    const errors = createRunErrors();
    for (let index = 0; index < 1000; index++) {
      await errors.collect(`save ${index}`, () => Promise.reject(new Error('No')));
    }

    expect(errors.all()).toHaveLength(1000);
    expect(() => errors.throwIfAny()).toThrow(/^(Could not save \d+: No\n){20}and 980 more$/);
  });
});
