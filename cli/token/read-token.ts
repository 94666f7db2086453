/**
 * The token or the service account key, from a person or a pipe. It is never shown, and what can be neither is refused
 * before it is used.
 */

import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type Credential, parseCredential, UnusableCredentialError } from '../../contract/credential.ts';
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import { parseJson } from '../../contract/parse-json.ts';
import { CommandError } from '../command-error.ts';

/** In characters: twice the longest key, which is 8 KB. */
const LONGEST_KEY_JSON = 16_384;

/**
 * Reads a line without echo from a terminal, JSON to its end, or everything there is from a pipe.
 *
 * @param baseUrl of the API that is to take it
 * @throws {CommandError} which never quotes what was read
 */
export async function readToken(
  input: Readable & { readonly isTTY?: boolean },
  screen: Pick<Writable, 'write'>,
  baseUrl: URL,
): Promise<Credential> {
  const raw = input.isTTY ? await readHidden(input, screen) : await text(input);
  return asCredential(() => parse(raw.trim(), baseUrl));
}

/** @throws {CommandError} in place of an {UnusableCredentialError} */
export function asCredential(read: () => Credential): Credential {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnusableCredentialError)) throw error;
    throw new CommandError(`That cannot be a token or a key: ${error.message}; nothing was stored`, {
      cause: error,
    });
  }
}

function parse(typed: string, baseUrl: URL): Credential {
  if (typed === '') throw new UnusableCredentialError('it is empty: paste the token, or pipe it in');
  if (typed === TOKEN_PLACEHOLDER)
    throw new UnusableCredentialError('it is the placeholder of a new stack: paste your own token');
  return parseCredential(typed, baseUrl);
}

/** What is pasted behind the end of what was read must not reach the shell, which shows it and keeps it. */
const DRAIN_MS = 100;

/** The line editor of Node, with a screen that shows nothing: pasting and backspace work as everywhere. */
async function readHidden(input: Readable, screen: Pick<Writable, 'write'>): Promise<string> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input, output, terminal: true, historySize: 0 });
  // Ctrl-C; Ctrl-D closes it by itself.
  editor.once('SIGINT', () => editor.close());
  screen.write('Paste the token, or the service account key as JSON (it is not shown), and press Enter: ');
  try {
    let read = '';
    for await (const line of editor) {
      const isFirst = read === '';
      read += `${line}\n`;
      if (isWhole(read.trim())) {
        await setTimeout(DRAIN_MS);
        return read;
      }
      if (isFirst) screen.write('\nThe JSON goes on: paste the rest, or press Ctrl-C: ');
    }
    throw new CommandError('No token was entered: nothing was stored');
  } finally {
    screen.write('\n');
    editor.close();
  }
}

/** JSON of several lines is, at its last one; what is too long to be a key never would be. */
const isWhole = (read: string): boolean =>
  !read.startsWith('{') || parseJson(read) !== undefined || read.length > LONGEST_KEY_JSON;
