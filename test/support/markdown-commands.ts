/** The commands that a page in Markdown names. */

/** Of blocks of the shell and of code between words, as they are typed: without comments, one by one. */
export function commandsIn(page: string): string[] {
  const blocks = [...page.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].map(([, , text = '']) => text);
  const inBlocks = blocks.flatMap((text) =>
    text
      .replaceAll(/ *\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s+)# .*$/, '').trim()),
  );
  const prose = page.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
  const inline = [...prose.matchAll(/`((?:npm|npx|aws|curl) [^`\n]+|npm start)`/g)].map(
    ([, text = '']) => text,
  );
  return [...inBlocks, ...inline]
    .flatMap((line) => line.split(' && '))
    .map((line) => line.replaceAll('\\|', '|').trim())
    .flatMap((line) =>
      line.includes(' | ') ? line.split(' | ').map((part, index) => namedIn(line, part, index)) : [line],
    )
    .filter((line) => line !== '' && !line.endsWith('…'));
}

/** `npx package check | token` names two commands. */
const namedIn = (line: string, part: string, index: number): string =>
  index === 0 ? part : `${line.split(' ').slice(0, 2).join(' ')} ${part}`;

/** As a shell divides them; there are no other quotes. */
export function wordsOf(args: string): string[] {
  return [...args.trim().matchAll(/'[^']*'|\S+/g)].map(([word]) => word.replaceAll("'", ''));
}
