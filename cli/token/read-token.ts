/** The token from a person or a pipe. It is never shown, and what cannot be a token is refused before it is used. */

import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import { canBeToken } from '../../contract/token-text.ts';
import { CommandError } from '../command-error.ts';

/** Longer texts are files, not tokens. */
const MAX_TOKEN_LENGTH = 4096;

/** Reads one line without echo from a terminal, or everything there is from a pipe. */
export async function readToken(
  input: Readable & { readonly isTTY?: boolean },
  screen: Pick<Writable, 'write'>,
): Promise<string> {
  return parseToken(input.isTTY ? await readHidden(input, screen) : await text(input));
}

/** @throws {CommandError} which never quotes the text */
export function parseToken(raw: string): string {
  const token = raw.trim();
  const remedy = findFault(token);
  if (remedy !== null) throw new CommandError(`That cannot be a token: ${remedy}; nothing was stored`);
  return token;
}

function findFault(token: string): string | null {
  if (token === '') return 'it is empty: paste the token, or pipe it in';
  if (token === TOKEN_PLACEHOLDER) return 'it is the placeholder of a new stack: paste your own token';
  if (token.length > MAX_TOKEN_LENGTH)
    return `it has ${token.length} characters: pipe in the token alone, not a file with more in it`;
  if (/^bearer\s/i.test(token)) return 'it begins with Bearer: paste only what follows';
  if (/^["'{]/.test(token)) return 'it begins with a quote or brace: paste the token alone';
  if (!canBeToken(token))
    return 'it has spaces or characters other than printable ASCII: paste the token alone, once';
  return null;
}

/** The line editor of Node, with a screen that shows nothing: pasting and backspace work as everywhere. */
async function readHidden(input: Readable, screen: Pick<Writable, 'write'>): Promise<string> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input, output, terminal: true, historySize: 0 });
  const ended = new AbortController();
  // Ctrl-C and Ctrl-D.
  editor.once('SIGINT', () => ended.abort()).once('close', () => ended.abort());
  screen.write('Paste the token (it is not shown) and press Enter: ');
  try {
    return await editor.question('', { signal: ended.signal });
  } catch (error) {
    throw new CommandError('No token was entered: nothing was stored', { cause: error });
  } finally {
    screen.write('\n');
    editor.close();
  }
}
