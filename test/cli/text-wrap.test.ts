import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TERMINAL_COLUMNS, wrapText } from '../../cli/text-wrap.ts';

describe('wrapText()', () => {
  it('breaks at spaces, and indents what follows', () => {
    const text = 'Start a worker for this environment, and look into its log when it ends again.';

    expect(wrapText(text, '  ', '  ')).toEqual([
      '  Start a worker for this environment, and look into its log',
      '    when it ends again.',
    ]);
  });

  it('loses no word, and exceeds the terminal by single words only', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,80}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.constantFrom('', '  '), (all, indent) => {
        const lines = wrapText(all.join(' '), indent);

        expect(lines.join(' ').split(/ +/).filter(Boolean)).toEqual(all);
        for (const line of lines) {
          const isOneWord = line.trim().split(' ').length === 1;
          expect(line.length <= TERMINAL_COLUMNS || isOneWord).toBe(true);
        }
      }),
    );
  });
});
