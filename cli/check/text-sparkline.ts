/** Numbers as a line of characters, for text that goes anywhere: a terminal, a log, a chat. Pure. */
import type { Measured } from './queue-history.ts';

/** From zero to full height. */
const BLOCKS = '▁▂▃▄▅▆▇█';
const DIGITS = '0123456789';

export const MARKS = { nothing: '.', unknown: '?' } as const;

/**
 * The characters to draw with: digits where the locale says that nothing but ASCII is shown.
 * Source: POSIX.1-2017, 8.2: of the three variables the first that is set counts.
 */
export function heightsFor(environment: Readonly<Record<string, string | undefined>>): string {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale) ? BLOCKS : DIGITS;
}

/** Zero alone is drawn as zero: one of a thousand still shows. @param top what is drawn at full height */
export function toSparkline(values: readonly Measured[], top: number, heights: string): string {
  const steps = heights.length - 1;
  return values
    .map((value) =>
      typeof value === 'string'
        ? MARKS[value]
        : heights.charAt(value === 0 ? 0 : Math.ceil((value * steps) / top)),
    )
    .join('');
}
