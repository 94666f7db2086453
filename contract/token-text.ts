/** What can be a token at all. What cannot is refused before fetch sees it, which would quote it in its error. */

/** Printable ASCII without spaces, as a header carries it. */
export const canBeToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);
