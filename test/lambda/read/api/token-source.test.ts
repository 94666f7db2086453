import { describe, expect, it } from 'vitest';
import { createTokenSource } from '../../../../lambda/read/api/token-source.ts';

const NO_TOKEN = 'There is no token yet: store one with: npm run token -- --stack QoderMonitor-default';

/** A secret that can change, or become unreadable (an Error), and a clock. */
function aSecret(first: string | Error) {
  const world: { secret: string | Error; nowMs: number; fetchCount: number } = {
    secret: first,
    nowMs: 0,
    fetchCount: 0,
  };
  const source = createTokenSource(
    async () => {
      world.fetchCount++;
      if (world.secret instanceof Error) throw world.secret;
      return world.secret;
    },
    () => world.nowMs,
    'default',
  );
  return { world, source };
}

describe('createTokenSource()', () => {
  it('reads the secret once in five minutes', async () => {
    const { world, source } = aSecret('pt-1');

    const first = await source.read(false);
    world.secret = 'pt-2';
    world.nowMs = 299_999;
    const kept = await source.read(false);
    world.nowMs = 300_000;
    const anew = await source.read(false);

    expect([first, kept, anew, world.fetchCount]).toEqual(['pt-1', 'pt-1', 'pt-2', 2]);
  });

  it('reads it at once when asked to', async () => {
    const { world, source } = aSecret('pt-1');
    await source.read(false);
    world.secret = 'pt-2';

    expect([await source.read(true), await source.read(false)]).toEqual(['pt-2', 'pt-2']);
  });

  it('keeps a token that worked while the secret cannot be read', async () => {
    const { world, source } = aSecret('pt-1');
    await source.read(false);
    world.secret = new Error('AccessDenied');
    world.nowMs = 3_600_000;

    expect([await source.read(false), await source.read(true)]).toEqual(['pt-1', 'pt-1']);
  });

  it.each([
    ['the placeholder', 'no-token-yet', NO_TOKEN],
    ['the placeholder with a newline', 'no-token-yet\n', NO_TOKEN],
    ['nothing', '', NO_TOKEN],
    ['blanks', ' \n\t', NO_TOKEN],
    ['what cannot be read', new Error('AccessDenied'), 'AccessDenied'],
  ])('fails on %s, and reads it again the next time', async (_name, secret, message) => {
    const { world, source } = aSecret(secret);

    await expect(source.read(false)).rejects.toThrow(message);
    world.secret = 'pt-1';

    expect(await source.read(false)).toBe('pt-1');
  });

  it('drops what editors and shells put around a token', async () => {
    expect(await aSecret(' pt-1\r\n').source.read(false)).toBe('pt-1');
  });

  it('remembers every token it has seen, and no placeholder', async () => {
    const { world, source } = aSecret('pt-1');
    await source.read(true);
    world.secret = 'pt-2\n';
    await source.read(true);
    world.secret = 'no-token-yet';
    await source.read(true);

    expect([...source.seen()]).toEqual(['pt-1', 'pt-2']);
  });
});
