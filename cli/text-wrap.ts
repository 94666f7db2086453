/** Text in lines that a narrow terminal shows whole. */

export const TERMINAL_COLUMNS = 60;

/**
 * Breaks at spaces; a word that is longer than a line, such as an id or a URL, stays whole.
 *
 * @param indent before every line
 * @param hanging before every line but the first, besides
 */
export function wrapText(text: string, indent = '', hanging = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const before = lines.length === 0 ? indent : indent + hanging;
    if (line !== '' && before.length + line.length + 1 + word.length > TERMINAL_COLUMNS) {
      lines.push(before + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, (lines.length === 0 ? indent : indent + hanging) + line];
}
