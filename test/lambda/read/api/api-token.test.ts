import { describe, expect, it } from 'vitest';
import { createApiToken } from '../../../../lambda/read/api/api-token.ts';
import { createVirtualTiming } from '../../../support/qoder-timing.ts';

const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');
const LATER_MS = 10_000_000;

/** A secret that can change, or become unreadable (an Error), and a clock. */
function aSecret(first: string | Error) {
  const world: { secret: string | Error; nowMs: number; readCount: number } = {
    secret: first,
    nowMs: 0,
    readCount: 0,
  };
  const readSecret = async () => {
    world.readCount++;
    if (world.secret instanceof Error) throw world.secret;
    return world.secret;
  };
  const timing = { ...createVirtualTiming(), nowMs: () => world.nowMs };
  const exchange = async () => ({ status: 401, header: () => null, bodyText: '' });
  const token = createApiToken({ readSecret, timing, remedy: 'store one', baseUrl: BASE_URL, exchange });
  return { world, token };
}

describe('current()', () => {
  it('reads the secret once in five minutes', async () => {
    const { world, token } = aSecret('pt-1');

    const first = await token.current(LATER_MS);
    world.secret = 'pt-2';
    world.nowMs = 299_999;
    const kept = await token.current(LATER_MS);
    world.nowMs = 300_000;
    const anew = await token.current(LATER_MS);

    expect([first, kept, anew, world.readCount]).toEqual(['pt-1', 'pt-1', 'pt-2', 2]);
  });

  it('reads it once for requests of the same instant', async () => {
    const { world, token } = aSecret(' pt-1\r\n');

    expect(await Promise.all([token.current(LATER_MS), token.current(LATER_MS)])).toEqual(['pt-1', 'pt-1']);
    expect(world.readCount).toBe(1);
  });

  it('keeps a token that worked while the secret cannot be read', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);
    world.secret = new Error('AccessDenied');
    world.nowMs = 3_600_000;

    expect([await token.current(LATER_MS), await token.replace('pt-1', LATER_MS)]).toEqual(['pt-1', null]);
  });

  it.each([
    ['the placeholder', 'no-token-yet', 'There is no token yet: store one'],
    ['the placeholder with a newline', 'no-token-yet\n', 'There is no token yet: store one'],
    ['nothing', '', 'There is no token yet: store one'],
    ['blanks', ' \n\t', 'There is no token yet: store one'],
    ['what cannot be read', new Error('AccessDenied'), 'AccessDenied'],
  ])('fails on %s, and reads it again the next time', async (_name, secret, message) => {
    const { world, token } = aSecret(secret);

    await expect(token.current(LATER_MS)).rejects.toThrow(message);
    world.secret = 'pt-1';

    expect(await token.current(LATER_MS)).toBe('pt-1');
  });

  it.each(['pt-secret pt-other', 'pt-secret\nx', 'pt-sécret', 'pt-secret\u007f'])(
    'refuses %j without repeating it',
    async (text) => {
      await expect(aSecret(text).token.current(LATER_MS)).rejects.toThrow(
        'The secret holds no token that can be used: it has spaces or characters other than printable ASCII: store the token alone, once',
      );
    },
  );
});

describe('replace()', () => {
  it('replaces a rejected token for everyone with one more reading', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);
    world.secret = 'pt-2';

    const replacements = await Promise.all([
      token.replace('pt-1', LATER_MS),
      token.replace('pt-1', LATER_MS),
    ]);

    expect({ replacements, current: await token.current(LATER_MS), readCount: world.readCount }).toEqual({
      replacements: ['pt-2', 'pt-2'],
      current: 'pt-2',
      readCount: 2,
    });
    expect(await token.replace('pt-1', LATER_MS)).toBe('pt-2');
    expect(world.readCount).toBe(2);
  });

  it('has none when the secret did not change, and looks again in the next run only', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);

    const replacements = [await token.replace('pt-1', LATER_MS), await token.replace('pt-1', LATER_MS)];
    world.secret = 'pt-2';
    world.nowMs = 29_999;
    replacements.push(await token.replace('pt-1', LATER_MS));
    world.nowMs = 30_000;
    replacements.push(await token.replace('pt-1', LATER_MS));

    expect({ replacements, readCount: world.readCount }).toEqual({
      replacements: [null, null, null, 'pt-2'],
      readCount: 3,
    });
  });
});

describe('trouble()', () => {
  it('says why the token is still that of before, until it need not be', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);
    const before = token.trouble();
    world.secret = '"pt-2"';
    world.nowMs = 300_000;
    const kept = await token.current(LATER_MS);
    const during = token.trouble();
    world.secret = 'pt-2';
    world.nowMs = 600_000;

    expect([before, kept, String(during), await token.current(LATER_MS), token.trouble()]).toEqual([
      null,
      'pt-1',
      'Error: The secret holds no token that can be used: it is in quotes: store the token without them',
      'pt-2',
      null,
    ]);
  });

  it('goes on with a token when the key that replaces it is refused, and says so', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);
    world.secret = '{"serviceAccountKey": "sak-mistyped"}';
    world.nowMs = 300_000;

    expect(await token.current(LATER_MS)).toBe('pt-1');
    expect(token.trouble()).toMatchObject({ type: 'key_refused' });
    expect([...token.seen()]).toEqual(['pt-1', 'sak-mistyped']);
  });
});

describe('seen()', () => {
  it('remembers every token, and no placeholder', async () => {
    const { world, token } = aSecret('pt-1');
    await token.current(LATER_MS);
    world.secret = 'pt-2\n';
    await token.replace('pt-1', LATER_MS);
    world.secret = 'no-token-yet';
    world.nowMs = 600_000;
    await token.current(LATER_MS);

    expect([...token.seen()]).toEqual(['pt-1', 'pt-2']);
  });
});
