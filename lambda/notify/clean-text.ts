/**
 * Makes text from outside safe to show. Names and error messages are written by others: they must not break
 * a subject, forge a line of a mail, or format a chat message.
 */

/** Control and format characters (bidi overrides among them), line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One line of printable text of at most `maxLength` UTF-16 units, cut with an ellipsis. */
export function toPlainText(text: string, maxLength: number): string {
  return cut(text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim(), maxLength);
}

/** The same in printable ASCII: accents are dropped, other characters become `?`. */
export function toAscii(text: string, maxLength: number): string {
  const withoutAccents = toPlainText(text, text.length)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '');
  return cut(withoutAccents.replace(/[^\x20-\x7e]/gu, '?'), maxLength);
}

/** An id fit for every protocol, URL and command line: what is not part of any id of the API becomes `?`. */
export function toId(text: string): string {
  return toIdOf(text, 100);
}

/** The same of a message or an incident: its end tells it from others, behind the longest name of a monitor. Alarm services take no more. */
export function toMessageId(text: string): string {
  return toIdOf(text, 255);
}

const toIdOf = (text: string, maxLength: number): string =>
  cut(text, maxLength).replace(/[^A-Za-z0-9_.:-]/g, '?');

/** Never splits a surrogate pair. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text
    .slice(0, Math.max(0, maxLength - 3))
    .toWellFormed()
    .replace(/\ufffd$/, '')}...`.slice(0, maxLength);
}

/** Slack, Teams and Chime read these as formatting, links or mentions; each has a harmless twin. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '&': '＆',
  '<': '‹',
  '>': '›',
  '*': '∗',
  '~': '∼',
  '`': 'ˋ',
  '[': '［',
  ']': '］',
  '|': '¦',
  '@': '＠',
  '\\': '＼',
  '#': '＃',
  _: 'ˍ',
};

/**
 * Plain text that no chat client formats. The clients share no escape character, so twins stand for what
 * they would read as formatting; underscores inside a word format nothing and stay.
 */
export function toChatText(text: string, maxLength: number): string {
  const formatting = /[&<>*~`[\]|@\\#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
  return toPlainText(text, maxLength).replace(formatting, (found) => LOOKALIKES[found] ?? found);
}
