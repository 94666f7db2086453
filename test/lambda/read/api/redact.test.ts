import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../lambda/read/api/redact.ts';

describe('cleanText()', () => {
  it.each([
    {
      name: 'keeps plain text of any language',
      text: 'Nicht erlaubt: 不允许 🙂',
      clean: 'Nicht erlaubt: 不允许 🙂',
    },
    { name: 'removes control characters', text: 'a\r\nb\u0000\u001b[31mc\u2028', clean: 'ab[31mc' },
    { name: 'removes what turns text around', text: 'a\u202eb\u200bc', clean: 'abc' },
    { name: 'hides a token', text: 'no pt-1 and pt-1', clean: 'no ••• and •••' },
    { name: 'hides a token that a control character split', text: 'p\u0000t-1', clean: '•••' },
    { name: 'hides every token', text: 'pt-1, then old-2', clean: '•••, then •••' },
    { name: 'cuts', text: 'x'.repeat(60), clean: 'x'.repeat(50) },
    {
      name: 'cuts after hiding, so that no half token stays',
      text: `${'x'.repeat(48)}pt-1`,
      clean: `${'x'.repeat(48)}••`,
    },
    { name: 'cuts no character in half', text: `${'x'.repeat(49)}🙂`, clean: `${'x'.repeat(49)}\ufffd` },
  ])('$name', ({ text, clean }) => {
    expect(cleanText(text, ['pt-1', 'old-2'], 50)).toBe(clean);
  });

  it('never lets a token through, whatever surrounds it', () => {
    const token = fc.stringMatching(/^[\x21-\x7e]{1,12}$/);
    const noise = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\u200b', '•')),
      { maxLength: 5 },
    );

    fc.assert(
      fc.property(token, token, noise, (one, other, pieces) => {
        const text = pieces.join(one.slice(0, 1)) + pieces.join(one) + pieces.join(other);
        const clean = cleanText(text, [one, other], 10_000);
        expect(clean.includes(one) || clean.includes(other)).toBe(false);
      }),
    );
  });
});
