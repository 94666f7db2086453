/** JSON that came from outside, and may be none. */

/** @returns undefined, which no JSON text means, when it is none; the parser's error would quote the text */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
