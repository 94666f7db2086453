/** `check --watch`: reads again and again, and shows the last reading, until it is stopped. */
import type { Timing } from '../../lambda/timing.ts';

export interface WatchDeps {
  /** One reading, as text. */
  readonly read: () => Promise<string>;
  readonly write: (text: string) => void;
  /** A terminal is written over; a file or a pipe gets one reading after the other. */
  readonly isTerminal: boolean;
  readonly sleep: Timing['sleep'];
}

const CLEAR_SCREEN = '\x1b[H\x1b[2J';

export async function watch(deps: WatchDeps, everySeconds: number, stopped: AbortSignal): Promise<void> {
  const { read, write, isTerminal, sleep } = deps;
  while (!stopped.aborted) {
    const text = await read();
    if (stopped.aborted) return;
    const hint = isTerminal ? `\nRead every ${everySeconds} s; Ctrl-C ends it.\n` : '\n';
    write(`${isTerminal ? CLEAR_SCREEN : ''}${text}\n${hint}`);
    await sleep(everySeconds * 1000, stopped).catch(() => undefined);
  }
}
