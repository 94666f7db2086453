/** Lists in a single text, as command lines and parameters hold them. */

/** @returns the parts between commas, without blanks around them */
export const toTextList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `all`, or ids. */
export const toEnvironments = (text: string): 'all' | string[] =>
  text.trim() === 'all' ? 'all' : toTextList(text);
