import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/command-table.ts';
import { VERSION } from '../../contract/version.ts';
import { runScript } from './run-script.ts';

const monitor = (...[name = '', ...args]: string[]) => runScript(name, args, {});
const names = Object.keys(COMMANDS);

describe('qoder-monitor', () => {
  it.each([[['--help']], [['-h']], [['help']]])('called with %j lists the commands', async (args) => {
    const { exitCode, stdout } = await monitor(...args);

    expect(exitCode).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
    expect(stdout).toContain(VERSION);
  });

  it.each(names)('%s --help names its options, and how it is called', async (name) => {
    const { exitCode, stdout } = await monitor(name, '--help');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`\n  npx qoder-work-queue-monitor ${name}`);
    expect(stdout).toMatch(/\nOptions\n {2}--/);
    expect(stdout).toMatch(/\n {2}--help +this text\n/);
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect((await monitor('help', name)).stdout).toBe(stdout);
  });

  it('tells its version', async () => {
    expect(await monitor('--version')).toEqual({ exitCode: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it.each([
    [['chek'], "qoder-monitor: There is no command 'chek': did you mean check?"],
    [['testalert'], "qoder-monitor: There is no command 'testalert': did you mean test-alert?"],
    [['deploy'], "qoder-monitor: There is no command 'deploy'"],
    [['constructor'], "qoder-monitor: There is no command 'constructor'"],
    [['token', '--stak', 'x'], "token: Unknown option '--stak': did you mean --stack?"],
    [['token', '--stack'], 'token: --stack has no value: write it after the option, as in --stack=VALUE'],
    [['token', '--stack', '--region', 'x'], 'token: --stack has no value'],
    [['token', '--skip-check=yes'], 'token: --skip-check takes no value: write --skip-check alone'],
    [['token', 'stack', 'x'], "token: Unexpected argument 'stack': did you mean --stack?"],
    [['test-alert', 'env_x'], "test-alert: Unexpected argument 'env_x': every value belongs to an option"],
    [
      ['token', '--secret', 'qoder'],
      'token: --secret is "qoder": write its ARN, such as arn:aws:secretsmanager:',
    ],
    [
      ['token', '--secret', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:q-AbCdEf', '--stack', 'x'],
      'token: --secret names the secret itself: leave out --stack and --monitor',
    ],
  ])('called with %j says what is wrong, and ends with 2', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await monitor(...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/\nRun with --help for the (commands|options)\.\n$/);
  });

  it('called with nothing shows its commands, and ends with 2', async () => {
    const { exitCode, stderr } = await monitor();

    expect(exitCode).toBe(2);
    expect(stderr).toContain('\nCommands\n');
  });
});
