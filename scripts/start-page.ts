/** Starts `npm start` with its page, for tests and screenshots. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND_PATH = fileURLToPath(new URL('../cli/qoder-monitor.ts', import.meta.url));

export interface StartedPage {
  readonly url: string;
  /** Everything it has written so far. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/**
 * @param env all of its environment
 * @throws {Error} with its output when it ends before the page is there
 */
export function startPage(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedPage> {
  const child = spawn(process.execPath, [COMMAND_PATH, 'start', ...args], { env: { ...env } });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      output += chunk;
      const [, url] = /^Page: (\S+)/m.exec(output) ?? [];
      if (url === undefined) return;
      resolve({
        url,
        output: () => output,
        close: async () => {
          child.kill('SIGINT');
          await ended;
        },
      });
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', onData);
    ended.then(() => reject(new Error(`npm start ended before its page was there:\n${output}`)));
  });
}
