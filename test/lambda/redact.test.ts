import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, createRedact, formsOf, REDACTED, withoutSecrets } from '../../lambda/redact.ts';

const TOKEN = 'pt-Ab3dE/fGh+1jKlMnOpQrStUv';
const redact = createRedact(() => [TOKEN]);
const token = fc.stringMatching(/^[\x21-\x7e]{8,60}$/);
const shortToken = fc.stringMatching(/^[\x21-\x7e]{1,12}$/);
const noise = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\u200b', '•')), {
  maxLength: 5,
});

describe('createRedact()', () => {
  it.each([
    ['as it is', `Bearer ${TOKEN}!`, 'Bearer •••!'],
    ['upper-cased', `no ${TOKEN.toUpperCase()}.`, 'no •••.'],
    ['lower-cased', `no ${TOKEN.toLowerCase()}.`, 'no •••.'],
    ['URL-encoded', `?key=${encodeURIComponent(TOKEN)}&x`, '?key=•••&x'],
    ['cut', `Unknown: ${TOKEN.slice(0, 14)}…`, 'Unknown: •••…'],
    ['its end', `…${TOKEN.slice(-8)} is unknown`, '…••• is unknown'],
    ['base64', `(${Buffer.from(TOKEN).toString('base64')})`, '(•••)'],
    ['twice', `${TOKEN} and ${TOKEN}`, '••• and •••'],
    ['with a sign that is a letter of it in lower case', `no ${TOKEN.replaceAll('K', '\u212a')}.`, 'no •••.'],
    ['after a letter that is two in lower case', `İ ${TOKEN} İ`, 'İ ••• İ'],
    ['not at all', 'seven: pt-Ab3d', 'seven: pt-Ab3d'],
    ['not at all, in an empty text', '', ''],
  ])('hides the token %s', (_name, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it('asks for the secrets anew for each text, and keeps those it has seen', () => {
    const secrets: string[] = [];
    const redactSeen = createRedact(() => secrets);

    const before = redactSeen('pt-1 pt-2');
    secrets.push('pt-1', '');
    secrets.push('pt-2');

    expect([before, redactSeen('pt-1 pt-2')]).toEqual(['pt-1 pt-2', '••• •••']);
  });

  it('leaves no stretch of 8 characters of any form, in any case, of any of two tokens', () => {
    fc.assert(
      fc.property(token, token, noise, fc.nat(), fc.boolean(), (one, other, pieces, cut, isUpper) => {
        const forms = [one, other].flatMap(formsOf);
        const cutForms = forms.map((form) => form.slice(cut % Math.max(1, form.length - 7)));
        const text = cutForms.map((form, at) => `${pieces[at % 5] ?? ''}${form}`).join(pieces.join(''));
        const clean = createRedact(() => [one, other])(isUpper ? text.toUpperCase() : text).toLowerCase();
        for (const form of forms.map((found) => found.toLowerCase())) {
          for (let at = 0; at + 8 <= form.length; at++)
            expect(clean.includes(form.slice(at, at + 8))).toBe(false);
        }
      }),
    );
  });

  it.each(['base64', 'base64url'] as const)('finds the token in %s of any text', (encoding) => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(token, text, text, (secret, before, after) => {
        const encoded = Buffer.from(`${before}${secret}${after}`).toString(encoding);
        const clean = createRedact(() => [secret])(encoded);
        // What is left decodes to less than the token, wherever it is cut.
        const left = clean
          .split(REDACTED)
          .flatMap((part) =>
            [0, 1, 2, 3].map((from) => Buffer.from(part.slice(from), encoding).toString('latin1')),
          );
        expect(clean).toContain(REDACTED);
        expect(left.filter((part) => part.includes(secret.slice(0, 8)))).toEqual([]);
      }),
    );
  });

  it('leaves texts without the token as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'work_ 0İß夜🙂\n') }), (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });

  it('does no more for a text full of tokens than for another of its length', () => {
    const [full, plain] = [TOKEN.repeat(9_400), 'x'.repeat(262_144)];
    const timeMs = (text: string) => {
      const startedAt = performance.now();
      redact(text);
      return performance.now() - startedAt;
    };

    // About 30 ms and 5 ms; a search that went back and forth would take minutes.
    expect(Math.max(timeMs(full), timeMs(plain))).toBeLessThan(2_000);
  });
});

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
    expect(
      cleanText(
        text,
        createRedact(() => ['pt-1', 'old-2']),
        50,
      ),
    ).toBe(clean);
  });

  it('never lets a token through, whatever surrounds it', () => {
    fc.assert(
      fc.property(shortToken, shortToken, noise, (one, other, pieces) => {
        const text = pieces.join(one.slice(0, 1)) + pieces.join(one) + pieces.join(other);
        const clean = cleanText(
          text,
          createRedact(() => [one, other]),
          10_000,
        );
        expect(clean.includes(one) || clean.includes(other)).toBe(false);
      }),
    );
  });
});

describe('withoutSecrets()', () => {
  it.each([
    ['keeps what is not printable where there is no token', 'a\u200bb\n', 'a\u200bb\n'],
    ['hides a token', `name ${TOKEN}`, 'name •••'],
    [
      'hides a token that is split by what nobody sees',
      `name\n${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}`,
      'name•••',
    ],
  ])('%s', (_name, text, clean) => {
    expect(withoutSecrets(text, redact)).toBe(clean);
  });
});

describe('createRedact() with secrets that come and go', () => {
  it('hides what is a secret now, and nothing else', () => {
    let secrets = ['sat-first-01234567'];
    const redactNow = createRedact(() => secrets);
    const text = 'sat-first-01234567 sat-other-76543210';

    const first = redactNow(text);
    secrets = ['sat-other-76543210'];

    expect([first, redactNow(text)]).toEqual(['••• sat-other-76543210', 'sat-first-01234567 •••']);
  });
});
