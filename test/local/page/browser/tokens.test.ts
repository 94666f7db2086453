/** Whether text can be read on what it stands on, from the colours themselves: no browser is needed for it. */
import { describe, expect, it } from 'vitest';
import { readRoot } from '../../../support/sources.ts';

/** Source: WCAG 2.2, 1.4.3, of text of any size. */
const LEAST_CONTRAST = 4.5;

const TEXTS = ['ink', 'ink-quiet', 'accent', 'ok', 'warning', 'critical', 'unknown'] as const;
const GROUNDS = ['ground', 'surface', 'raised', 'accent-wash'] as const;
const WASHED_TONES = ['warning', 'critical'] as const;

const [light = '', dark = ''] = readRoot('local/page/browser/styles/tokens.css').split('@media');
const tokensIn = (css: string) =>
  Object.fromEntries(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
const SCHEMES = { light: tokensIn(light), dark: { ...tokensIn(light), ...tokensIn(dark) } };

/** Source: WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

it.each([
  ['#ffffff', '#000000', 21],
  ['#777777', '#ffffff', 4.48],
  ['#123456', '#123456', 1],
])('contrast() of %s and %s is what others compute', (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 2);
});

describe.each(Object.entries(SCHEMES))('the %s scheme', (_, tokens) => {
  const faintOf = (pairs: readonly (readonly [text: string, ground: string])[]) =>
    pairs.flatMap(([text, ground]) => {
      const ratio = contrast(tokens[text] ?? '', tokens[ground] ?? '');
      return ratio >= LEAST_CONTRAST ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
    });

  it('has each colour of text at 4.5 or more on each ground', () => {
    expect(faintOf(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))).toEqual([]);
  });

  it('has the words of a tone, and plain text, at 4.5 or more on the wash of that tone', () => {
    const pairs = WASHED_TONES.flatMap((tone) =>
      [tone, 'ink', 'ink-quiet'].map((text) => [text, `${tone}-wash`] as const),
    );

    expect(faintOf(pairs)).toEqual([]);
  });
});

it('says in dark what it says in light', () => {
  const names = (css: string) => Object.keys(tokensIn(css)).toSorted();

  expect(names(dark)).toEqual(names(light));
});
