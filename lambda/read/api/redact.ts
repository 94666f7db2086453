/** Makes text from outside fit for a log line or an e-mail: short, printable, without the token. */

/** Stands for the token. A token is ASCII, so this can neither be part of one nor join two halves of one. */
export const REDACTED = '•••';

/**
 * Control and formatting characters go first: they could split a token that would be whole once they are
 * gone. Cutting comes last: it could leave half a token that no longer looks like one.
 *
 * @param secrets none of them empty
 */
export function cleanText(text: string, secrets: Iterable<string>, maxLength: number): string {
  let clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
  return clean.slice(0, maxLength).toWellFormed();
}
