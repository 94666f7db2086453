import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
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
    ['in one piece', ['{\n  "serviceAccountKey":\n    "sak-secret"\n}\n']],
    ['line by line', ['{\r', '  "serviceAccountKey":\r', '    "sak-secret"\r', '}', '\r']],
  ])('reads JSON of several lines that comes %s, and shows none of it', async (_name, pieces) => {
    const { input, screen, seen, rawModes } = aTerminal();

    const reading = readToken(input, screen, BASE_URL);
    for (const piece of pieces) {
      input.write(piece);
      await setTimeout(5);
    }

    expect(await reading).toMatchObject({ kind: 'service-account-key', key: 'sak-secret' });
    expect(seen()).toMatch(/\nThe JSON goes on: paste the rest, or press Ctrl-C: \n$/);
    expect(seen()).not.toMatch(/sak|Key"/);
    expect(rawModes.at(-1)).toBe(false);
  });

  it('takes what comes behind a refused line off the terminal, before a shell would get it', async () => {
    const { input, screen, rawModes } = aTerminal();
    const reading = readToken(input, screen, BASE_URL);
    input.write('"sak-secret"\r');
    await setTimeout(20);
    input.write('sak-the-rest\r');

    await expect(reading).rejects.toThrow('it is in quotes');
    expect([input.read(), rawModes.at(-1)]).toEqual([null, false]);
  });

  it('reads no JSON without end', async () => {
    const { input, screen } = aTerminal();
    const reading = readToken(input, screen, BASE_URL);
    for (let line = 0; line < 20; line++) input.write(`{${'x'.repeat(1_000)}\r`);

    await expect(reading).rejects.toThrow('it begins with a brace, but is not JSON');
  });

  it.each([
    ['Ctrl-C in the middle of JSON', '{\r"sak-sec\x03'],
    ['Ctrl-D in the middle of JSON', '{\r\x04'],
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
