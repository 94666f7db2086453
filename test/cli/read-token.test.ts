import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../cli/command-error.ts';
import { readToken } from '../../cli/token/read-token.ts';

const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');

/** A terminal on which a person types; what they see is kept. */
function aTerminal() {
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => rawModes.push(isRaw),
  });
  let seen = '';
  const screen = {
    write: (text: string) => {
      seen += text;
      return true;
    },
  };
  return { input, screen, rawModes, seen: () => seen };
}

describe('readToken() on a terminal', () => {
  it.each([
    ['what was typed', 'pt-secret\r'],
    ['what is left after backspaces', 'pt-secrexx\x7f\x7ft\r'],
    ['what was pasted in one piece', '  pt-secret\n'],
  ])('returns %s and shows none of it', async (_name, keys) => {
    const { input, screen, seen, rawModes } = aTerminal();

    const reading = readToken(input, screen, BASE_URL);
    input.write(keys);

    expect(await reading).toEqual({ kind: 'token', token: 'pt-secret' });
    expect(seen()).toBe(
      'Paste the token, or the service account key as JSON (it is not shown), and press Enter: \n',
    );
    // Raw mode is what keeps the terminal itself from showing it, and it must end.
    expect([rawModes[0], rawModes.at(-1)]).toEqual([true, false]);
  });

  it.each([
    ['Ctrl-C', 'pt-sec\x03'],
    ['Ctrl-D', '\x04'],
  ])('stores nothing after %s', async (_name, keys) => {
    const { input, screen, rawModes } = aTerminal();

    const reading = readToken(input, screen, BASE_URL);
    input.write(keys);

    await expect(reading).rejects.toThrow(new CommandError('No token was entered: nothing was stored'));
    expect(rawModes.at(-1)).toBe(false);
  });
});
