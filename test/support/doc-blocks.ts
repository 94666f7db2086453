/** Code that a page of the documentation shows, to be run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DocBlock {
  /** Of the section that it stands in. */
  readonly heading: string;
  readonly source: string;
}

/** @param kind what follows the backticks, such as `ts app` */
export function blocksIn(page: string, kind: string): readonly DocBlock[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  const block = new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return text.split(/^## /m).flatMap((section) =>
    [...section.matchAll(block)].map(([, source = '']) => ({
      heading: section.split('\n')[0] ?? '',
      source,
    })),
  );
}
