/** The command line of a bench: its options, or the end of the process. */
import type { ParseArgsOptionsConfig } from 'node:util';
import { EXIT_CODES, parseArguments, UsageError } from '../local/arguments.ts';

/** Ends the process for `--help`, and for a command line that is wrong. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(usage: string, options: Options) {
  try {
    const values = parseArguments(process.argv.slice(2), options);
    if (values !== 'help') return values;
    console.log(usage);
    process.exit(EXIT_CODES.done);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exit(EXIT_CODES.usage);
  }
}
