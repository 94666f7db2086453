import { describe, expect, it } from 'vitest';
import { createApiToken } from '../../../../lambda/read/api/api-token.ts';

function createSecret(...values: readonly string[]) {
  const reads: boolean[] = [];
  const readToken = async (refresh: boolean) => {
    reads.push(refresh);
    return values[Math.min(reads.length, values.length) - 1] ?? '';
  };
  return { reads, readToken };
}

describe('createApiToken()', () => {
  it('reads the token once, for requests of the same instant too', async () => {
    const { reads, readToken } = createSecret(' pt-one\n');
    const token = createApiToken(readToken);

    const tokens = await Promise.all([token.current(), token.current()]);

    expect({ tokens, reads }).toEqual({ tokens: ['pt-one', 'pt-one'], reads: [false] });
  });

  it('replaces a rejected token for everyone with one more reading', async () => {
    const { reads, readToken } = createSecret('pt-one', 'pt-two');
    const token = createApiToken(readToken);
    await token.current();

    const replacements = await Promise.all([token.replace('pt-one'), token.replace('pt-one')]);

    expect({ replacements, current: await token.current(), reads }).toEqual({
      replacements: ['pt-two', 'pt-two'],
      current: 'pt-two',
      reads: [false, true],
    });
    expect([...token.seen()]).toEqual(['pt-one', 'pt-two']);
  });

  it('has no replacement when the secret did not change, and does not look again', async () => {
    const { reads, readToken } = createSecret('pt-one');
    const token = createApiToken(readToken);
    await token.current();

    const replacements = [await token.replace('pt-one'), await token.replace('pt-one')];

    expect({ replacements, reads }).toEqual({ replacements: [null, null], reads: [false, true] });
  });

  it.each(['', '  ', 'pt-secret pt-other', 'pt-secret\nx', 'pt-sécret', 'pt-secret\u007f'])(
    'refuses %j without repeating it',
    async (text) => {
      const failure = createApiToken(async () => text).current();

      await expect(failure).rejects.toThrow(
        `The API token cannot be sent: its ${text.trim().length} characters are not all printable ASCII without spaces; store the token alone`,
      );
    },
  );
});
