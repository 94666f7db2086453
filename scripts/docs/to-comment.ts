/** Text as a documentation comment, in lines that fit. */

const LINE_WIDTH = 104;

export function toComment(lines: readonly string[], indent: string): string {
  const wrapped = lines.flatMap((line) => wrap(line, LINE_WIDTH));
  if (wrapped.length === 1) return `${indent}/** ${wrapped[0]} */`;
  return `${indent}/**\n${wrapped.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */`;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
