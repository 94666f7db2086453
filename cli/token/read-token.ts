/**
 * The token or the service account key, from a person or a pipe. It is never shown, and what can be neither is refused
 * before it is used.
 */

import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Credential, parseCredential, UnusableCredentialError } from '../../contract/credential.ts';
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import { CommandError } from '../command-error.ts';

/**
 * Reads one line without echo from a terminal, or everything there is from a pipe.
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
  try {
    return parse(raw.trim(), baseUrl);
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

/** The line editor of Node, with a screen that shows nothing: pasting and backspace work as everywhere. */
async function readHidden(input: Readable, screen: Pick<Writable, 'write'>): Promise<string> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input, output, terminal: true, historySize: 0 });
  const ended = new AbortController();
  // Ctrl-C and Ctrl-D.
  editor.once('SIGINT', () => ended.abort()).once('close', () => ended.abort());
  screen.write('Paste the token, or the service account key as JSON (it is not shown), and press Enter: ');
  try {
    return await editor.question('', { signal: ended.signal });
  } catch (error) {
    throw new CommandError('No token was entered: nothing was stored', { cause: error });
  } finally {
    screen.write('\n');
    editor.close();
  }
}
