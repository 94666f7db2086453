/**
 * moto, a second opinion on what AWS does, where Python has it. On CI it must be there: then tests that
 * need it fail instead of being skipped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const isInstalled = spawnSync('python3', ['-c', 'import moto.server']).status === 0;

/** Whether tests that need moto are left out here. */
export const skipsMoto = !isInstalled && process.env.CI !== 'true';
if (skipsMoto) console.info('skipped: needs moto (python3 -m pip install "moto[server]")');

export interface Moto {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * @param accountId the account it plays
 * @throws {Error} when moto ends before it listens
 */
export async function startMoto(accountId = '123456789012'): Promise<Moto> {
  const child = spawn('python3', ['-u', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId },
  });
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for await (const line of createInterface({ input: child.stderr })) {
    const [, url] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (url === undefined) continue;
    // Leaving the loop closes the interface only: what moto logs later must not fill the pipe.
    child.stderr.resume();
    return {
      url,
      close: async () => {
        child.kill('SIGKILL');
        await hasEnded;
      },
    };
  }
  throw new Error(`Starting moto failed: it ended with code ${child.exitCode}; try python3 -m moto.server`);
}
