/** Colours of styles/tokens.css, for what is painted on a canvas. */

/** @param name such as `--ink`. @returns the colour of the scheme that is on */
export const colourOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
