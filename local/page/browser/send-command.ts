/** Sends a command to the fleet; what it changes comes back by the stream of events. */
import type { Command } from '../command.ts';

/** @param onRefused told why, in a sentence */
export type Send = (command: Command) => void;

export function createSend(onRefused: (message: string) => void): Send {
  return async (command) => {
    try {
      const response = await fetch('/commands', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(command),
      });
      if (!response.ok) onRefused(await response.text());
    } catch {
      onRefused('The command was not sent: npm start has ended.');
    }
  };
}
