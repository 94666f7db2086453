/** The command line of a bench: its options, its usage, or one sentence about what is wrong. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Ends the process for `--help`, and with exit code 2 for what is wrong. */
export function readOptions<const Given extends Options>(usage: string, options: Given) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
    if (!('help' in values) || values.help !== true) return values;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
