/** Every command that a page names: run here, run by the test that is named, or one that needs an account of AWS. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatorServer, serveSimulator } from '../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../local/simulator/simulator.ts';
import { runScript } from './cli/run-script.ts';
import { commandsIn, wordsOf } from './support/markdown-commands.ts';
import { ROOT, readRoot } from './support/sources.ts';

const TOKEN = 'pt-documented-0123456789';
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`)
    .toSorted(),
];

/** What runs a command: a test, or nothing but the account or the service that it is for. */
const ELSEWHERE: readonly (readonly [command: RegExp, by: string])[] = [
  [/^npm ci$/, 'test/package/package.test.ts'],
  [/^npm i qoder-work-queue-monitor( aws-cdk-lib constructs)?$/, 'test/package/package.test.ts'],
  [/^npx qoder-work-queue-monitor$/, 'test/cli/command-table.test.ts'],
  [/^npm test( -- -t '[^']+')?$/, 'scripts/test.ts'],
  [/^npx cdk (deploy|bootstrap|destroy|diff)\b/, 'an account of AWS'],
  [/^npm pack$/, 'test/package/package.test.ts'],
  [/^npm (version minor|publish)$/, 'a release'],
  [/^aws /, 'an account of AWS'],
  [/^curl .*\$ECS_AGENT_URI/, 'a task of ECS'],
  [/^LOG=\$\(aws /, 'an account of AWS'],
  [/^export \w+=\S+$/, 'a shell'],
];

/** Commands of ours that need an account; the tests run them against one that is simulated. */
const NEED_AWS: Readonly<Record<string, string>> = {
  token: 'test/cli/token.test.ts',
  'test-alert': 'test/cli/test-alert.test.ts',
};

const optionsIn = (args: readonly string[]): string[] => args.filter((arg) => arg.startsWith('--'));

const isTestRun = (command: string): boolean => /^(npm test --|npx vitest) test\//.test(command);
const isCurl = (command: string): boolean => command.startsWith('curl ') && command.includes('"$BASE/');

const commands = PAGES.flatMap((path) => commandsIn(readRoot(path)).map((command) => ({ path, command })));
const ours = commands.flatMap(({ path, command }) => {
  const [, npx, script, start, args = ''] =
    /^(?:\w+=\S+ )?(?:npx qoder-work-queue-monitor (check|token|test-alert|start)|npm run (?:--silent )?(check|token|test-alert)(?= --)|npm (start))(?: --(?= ))?(.*)$/.exec(
      command,
    ) ?? [];
  const name = npx ?? script ?? start;
  return name === undefined ? [] : [{ path, command, name, args: wordsOf(args) }];
});
const scripts = commands.flatMap(({ path, command }) => {
  const [, name, args = ''] = /^npm run (?:--silent )?([a-z][a-z:-]*)(?: -- (.*))?$/.exec(command) ?? [];
  return name === undefined || ours.some((each) => each.command === command)
    ? []
    : [{ path, command, name, args: wordsOf(args) }];
});

it('each command of a page is one that is run, or is known to need what tests do not have', () => {
  const known = new Set([...ours, ...scripts].map(({ command }) => command));
  const unknown = commands.filter(
    ({ command }) =>
      !known.has(command) && !isTestRun(command) && !isCurl(command) && elsewhere(command) === null,
  );

  expect(unknown).toEqual([]);
  expect(commands.length).toBeGreaterThan(60);
});

it('what is said to run elsewhere is named by a page, and run there', () => {
  const unused = ELSEWHERE.filter(([pattern]) => !commands.some(({ command }) => pattern.test(command)));
  const files = [...ELSEWHERE.map(([, by]) => by), ...Object.values(NEED_AWS)].filter((by) =>
    by.endsWith('.ts'),
  );

  expect(unused.map(([pattern]) => String(pattern))).toEqual([]);
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

it('folders and files of tests that a page runs are there', () => {
  const named = commands.flatMap(({ command }) =>
    isTestRun(command) ? [command.split(' ').at(-1) ?? ''] : [],
  );

  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('npm scripts have the options that a page gives them', () => {
  const { scripts: table }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
    readRoot('package.json'),
  );
  const wrong = scripts.filter(({ name, args }) => {
    const line = table[name] ?? '';
    const [file = ''] = /\b(?:bench|scripts|cli)\/[\w-]+\.ts\b/.exec(line) ?? [];
    const source = file === '' ? MUTATION_OPTIONS : readRoot(file);
    const isThere = (option: string) =>
      source.includes(option) || source.includes(`${option.slice(2)}: { type: `);
    return line === '' || !optionsIn(args).every(isThere);
  });

  expect(wrong).toEqual([]);
});

/** Of Stryker, which is no file of ours. Source: its command line, `--mutate`. */
const MUTATION_OPTIONS = '--mutate';

describe('commands of ours', () => {
  let simulator: Simulator;
  let server: SimulatorServer;

  beforeAll(async () => {
    simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: TOKEN });
    for (const id of ['env_x', 'env_y']) {
      simulator.addEnvironment({ id });
      simulator.addWorker(id, { behaviour: 'works' });
    }
    server = await serveSimulator(simulator, { port: 0 });
  });
  afterAll(() => server.close());

  const run = (name: string, args: readonly string[]) =>
    runScript(name, args, { QODER_PAT: TOKEN, QODER_BASE_URL: server.baseUrl });
  const unique = new Map(ours.map(({ name, args }) => [[name, ...args].join(' '), { name, args }]));
  const withoutAws = [...unique.values()].filter(({ name }) => NEED_AWS[name] === undefined);

  it.each(withoutAws)('$name $args runs as it is written', async ({ name, args }) => {
    const isComplete = name === 'start' && !args.includes('--once');
    // A reading ends by itself; the monitor and its page would go on.
    const environments = name === 'check' && args.length === 0 ? ['--all'] : [];
    const { exitCode, stderr } = await run(name, [
      ...args,
      ...environments,
      ...(isComplete ? ['--once'] : []),
    ]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('those that need AWS have the options that a page gives them', async () => {
    const needing = ours.filter(({ name }) => NEED_AWS[name] !== undefined);
    const helps = Object.fromEntries(
      await Promise.all(
        Object.keys(NEED_AWS).map(async (name) => [name, (await run(name, ['--help'])).stdout] as const),
      ),
    );

    expect(needing.length).toBeGreaterThan(2);
    expect(
      needing.filter(({ name, args }) =>
        optionsIn(args).some((option) => !helps[name]?.includes(`${option} `)),
      ),
    ).toEqual([]);
  });

  it.skipIf(!hasCurl())('requests by curl are answered by the API as the page says', async () => {
    const [workId = ''] = simulator.addWork('env_y', { count: 1 });
    const sessionId = simulator.truth('env_y').find(({ id }) => id === workId)?.sessionId ?? '';
    const curls = commands.filter(({ command }) => isCurl(command));
    const answers: string[] = [];
    for (const { command } of curls) {
      const line = command
        .replaceAll('env_x', 'env_y')
        .replaceAll('work_x', workId)
        .replaceAll('sess_x', sessionId);
      const env = { PATH: process.env.PATH ?? '', BASE: server.baseUrl, QODER_PAT: TOKEN };
      const { stdout } = await promisify(execFile)('sh', ['-c', line], { env });
      answers.push(stdout);
    }

    expect(curls).toHaveLength(3);
    expect(answers).toEqual(expect.arrayContaining([expect.stringMatching(/^200\n?$/)]));
    expect(answers).toEqual(expect.arrayContaining([expect.stringContaining('"session.status_running"')]));
    expect(simulator.truth('env_y').find(({ id }) => id === workId)?.state).toBe('stopped');
  });
});

function elsewhere(command: string): string | null {
  return ELSEWHERE.find(([pattern]) => pattern.test(command))?.[1] ?? null;
}

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version']);
    return true;
  } catch {
    return false;
  }
}
