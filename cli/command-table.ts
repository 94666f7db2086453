/** The commands, in the order of their use. Each is loaded when it is called: the help must not wait for a simulator. */
import { toCommandLine } from '../contract/commands.ts';
import { didYouMean } from '../contract/did-you-mean.ts';
import { VERSION } from '../contract/version.ts';
import { EXIT_CODES } from '../local/arguments.ts';
import { type Command, say, toColumns } from './define-command.ts';

interface CommandEntry {
  readonly does: string;
  readonly load: () => Promise<Command>;
  /** Major and minor version. @default that of the package */
  readonly needsNode?: readonly [number, number];
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  check: {
    does: 'reads environments once, without AWS, and says what is stuck',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  token: {
    does: 'stores the token of a deployed monitor, after trying it on the API',
    load: async () => (await import('./token.ts')).tokenCommand,
  },
  'test-alert': {
    does: 'sends a test through each topic of a deployed monitor',
    load: async () => (await import('./test-alert.ts')).testAlertCommand,
  },
  start: {
    does: 'runs the monitor on this machine, against a simulated fleet or real environments',
    load: async () => (await import('./start.ts')).startCommand,
    needsNode: [22, 5],
  },
};

const USAGE = `Qoder work queue monitor ${VERSION}: what is stuck in the work queues of your own workers, and why.

Usage
  ${toCommandLine('COMMAND', '[options]')}

Commands
${toColumns(Object.entries(COMMANDS).map(([left, { does }]) => ({ left, lines: [does] }))).join('\n')}

Options
  --help       this text, or that of a command
  --version    the version alone

The monitor itself is deployed with the AWS CDK: as the construct WorkQueueMonitor in an app of your own, or from a
checkout with npx cdk deploy. Without the CDK, by the template in dist/template: docs/cloudformation.md says how.`;

/** @returns the exit code; never rejects */
export async function runCommandLine([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === 'version') return say(VERSION);
  if (name === '--help' || name === '-h') return say(USAGE);
  if (name === 'help') return args[0] === undefined ? say(USAGE) : runCommandLine([args[0], '--help']);
  if (name === undefined) return refuse(USAGE);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry !== undefined) return runEntry(name, entry, args);
  const meant = didYouMean(name, Object.keys(COMMANDS));
  return refuse(
    `qoder-monitor: There is no command '${name}'${meant === '' ? '' : `: ${meant}`}\nRun with --help for the commands.`,
  );
}

async function runEntry(name: string, { load, needsNode }: CommandEntry, args: readonly string[]) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = needsNode ?? [0, 0];
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    console.error(
      `${name}: This is Node ${process.versions.node}, and the stand-ins for AWS need ${neededMajor}.${neededMinor}: use a newer Node; the other commands run on this one`,
    );
    return EXIT_CODES.failed;
  }
  return (await load()).run(args);
}

function refuse(message: string): number {
  console.error(message);
  return EXIT_CODES.usage;
}
