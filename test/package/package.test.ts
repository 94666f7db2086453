/** `npm pack`: what it holds, and that an empty CDK app can use it with nothing but its peers. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCheckCommand } from '../../contract/commands.ts';
import { serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../local/simulator/simulator.ts';
import { blocksIn } from '../support/doc-blocks.ts';
import { synthesizeApps } from '../support/synthesize-apps.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const NAME = 'qoder-work-queue-monitor';
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** A CDK app of somebody else: all it has of us is the installed package. */
const APP = `import { App, Stack } from 'aws-cdk-lib';
import { WorkQueueMonitor, type WorkQueueMonitorProps } from '${NAME}';

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Queues');
const props: WorkQueueMonitorProps = { monitor: 'queues', environments: ['env_a'], emails: ['me@example.com'] };
const { alertsTopic } = new WorkQueueMonitor(stack, 'Monitor', props);
stack.exportValue(alertsTopic.topicArn, { name: 'Alerts' });
app.synth();
`;

/** The app with one mistake each, and the compiler's code for it. */
const MISTAKES = [
  {
    name: 'a setting of another type',
    file: 'type.ts',
    source: APP.replace("['env_a']", '5'),
    code: 'TS2322',
  },
  {
    name: 'an unknown setting',
    file: 'unknown.ts',
    source: APP.replace('emails:', 'mails:'),
    code: 'TS2561',
  },
  {
    name: 'a missing setting',
    file: 'missing.ts',
    source: APP.replace("environments: ['env_a'], ", ''),
    code: 'TS2741',
  },
  {
    name: 'an unknown property',
    file: 'property.ts',
    source: APP.replace('{ alertsTopic }', '{ topic: alertsTopic }'),
    code: 'TS2339',
  },
];
/** The same in CommonJS, as \`cdk init\` still makes it. */
const REQUIRING_APP = `const { App, Stack } = require('aws-cdk-lib');
const { WorkQueueMonitor } = require('${NAME}');

const app = new App({ outdir: 'cdk.out.cjs' });
new WorkQueueMonitor(new Stack(app, 'Queues'), 'Monitor', { monitor: 'queues', environments: ['env_a'] }).addOutputs();
app.synth();
`;
/** The apps that the documentation shows. */
const EXAMPLES = ['construct.md', 'events.md'].flatMap((page) =>
  blocksIn(page, 'ts app').map(({ source }, index) => ({
    file: `example-of-${page.replace('.md', '')}-${index + 1}`,
    source,
  })),
);

/** Right by its types, wrong by its values. */
const FAULTY_APP = APP.replace("'env_a'", "'prod'").replace("'me@example.com'", "'me'");

let diagnostics = '';
let folder = '';
const inApp = (...path: string[]) => join(folder, ...path);

/** The parts of \`prepack\` but the bundle: other tests read it at this moment. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-package-'));
  await run('npm', ['run', 'package'], { cwd: ROOT });
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [{ filename }] = JSON.parse(packed.stdout);

  // What npm install does with a tarball; peers and dependencies are linked, so that nothing is downloaded.
  mkdirSync(inApp('node_modules', NAME), { recursive: true });
  await run('tar', ['-xzf', inApp(filename), '--strip-components=1', '-C', inApp('node_modules', NAME)]);
  for (const name of ['aws-cdk-lib', 'constructs', 'valibot', '@types']) {
    symlinkSync(join(ROOT, 'node_modules', name), inApp('node_modules', name));
  }
  writeFileSync(inApp('package.json'), '{ "type": "module" }');

  const sources = { 'app.ts': APP, 'faulty.ts': FAULTY_APP };
  const others: readonly (readonly [file: string, source: string])[] = [
    ...MISTAKES.map(({ file, source }) => [file, source] as const),
    ...EXAMPLES.map(({ file, source }) => [`${file}.ts`, source] as const),
  ];
  const all = { ...sources, ...Object.fromEntries(others) };
  for (const [file, source] of Object.entries(all)) writeFileSync(inApp(file), source);
  writeFileSync(inApp('app.cjs'), REQUIRING_APP);
  // An asset that one of them names.
  mkdirSync(inApp('restart-workers'));
  writeFileSync(inApp('required.cts'), APP.replace("'cdk.out'", "'cdk.out.cts'"));
  diagnostics = await compile([...Object.keys(all), 'required.cts']);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Type-checks and compiles as a strict TypeScript project would, in one go. @returns what the compiler says */
async function compile(files: readonly string[]): Promise<string> {
  const options = [
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
    // More of them read the CDK's types again, each for itself.
    '--checkers',
    '1',
  ];
  try {
    return (await run(process.execPath, [TSC, ...options, ...files], { cwd: folder })).stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('the packed package', () => {
  it('holds the bundles, the compiled construct and its types, and what messages name, and nothing else', () => {
    const files = readdirSync(inApp('node_modules', NAME), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(inApp('node_modules', NAME).length + 1));
    const others = files.filter(
      (file) =>
        !/^dist\/package\/(contract|infra|infra\/config|infra\/dashboard|infra\/objective|infra\/scaling)\/[a-z-]+\.d\.ts$/.test(
          file,
        ) &&
        !/^dist\/cli\/[\w-]+\.mjs$/.test(file) &&
        !/^docs\/(decisions\/)?[\w.-]+\.(md|json)$/.test(file),
    );

    expect(others.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/lambda/index.mjs',
      'dist/package/index.js',
      'dist/package/package.json',
      'dist/package/third-party-notices.txt',
      'dist/template/qoder-monitor.template.json',
      expect.stringMatching(/^dist\/template\/qoder-work-queue-monitor-[\d.]+-[0-9a-f]{16}\.zip$/),
      'package.json',
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/package/infra/work-queue-monitor.d.ts',
        'dist/cli/qoder-monitor.mjs',
        'dist/cli/runtime.mjs',
        'docs/runbook.md',
        'docs/cdk.schema.json',
      ]),
    );
  });

  it('asks for every package that its code imports', () => {
    const {
      dependencies,
      peerDependencies,
      private: isPrivate,
    } = JSON.parse(readFileSync(inApp('node_modules', NAME, 'package.json'), 'utf8'));
    const compiled = inApp('node_modules', NAME, 'dist/package');
    const imported = readdirSync(compiled, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(compiled, file), 'utf8').matchAll(
          /(?:from |import |require\()['"]([^.'"][^'"]*)['"]/g,
        ),
      ])
      .map(([, specifier = '']) => specifier.split('/')[0] ?? '')
      .filter((name) => !name.startsWith('node:'));

    expect([...new Set(imported)].sort()).toEqual(
      Object.keys({ ...dependencies, ...peerDependencies }).sort(),
    );
    expect(isPrivate).toBeUndefined();
  });

  it('holds a template for whoever has no CDK, and the zip that it names, with the same bundle', () => {
    const folder = inApp('node_modules', NAME, 'dist/template');
    const [zip = ''] = readdirSync(folder).filter((name) => name.endsWith('.zip'));

    expect(readFileSync(join(folder, 'qoder-monitor.template.json'), 'utf8')).toContain(`"${zip}"`);
    expect(
      readFileSync(join(folder, zip)).includes(
        readFileSync(inApp('node_modules', NAME, 'dist/lambda/index.mjs')),
      ),
    ).toBe(true);
  });

  it('has its command in a checkout after npm ci: npx links it once, and never again where it was missing', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

    expect(scripts.prepare).toBe('npm run --silent build');
  });

  it('is built whole by prepack', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

    expect(scripts.prepack).toBe('npm run --silent build && npm run --silent package');
  });
});

describe('the command of the package', () => {
  const TOKEN = 'pt-package-0123456789';
  const NPX = ['--offline', '--no', '--', NAME];
  let alone = '';
  beforeAll(() => {
    // Whoever only calls it has neither the CDK nor our dependencies.
    alone = mkdtempSync(join(tmpdir(), 'qoder-monitor-command-'));
    const home = join(alone, 'node_modules', NAME);
    cpSync(inApp('node_modules', NAME), home, { recursive: true });
    // As npm install links what package.json calls bin.
    mkdirSync(join(alone, 'node_modules/.bin'));
    const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    for (const [name, file] of Object.entries<string>(bin)) {
      symlinkSync(join('..', NAME, file), join(alone, 'node_modules/.bin', name));
    }
  });
  afterAll(() => rmSync(alone, { recursive: true, force: true }));

  const npx = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    run('npx', [...NPX, ...args], { cwd: alone, env: { ...process.env, ...env } });

  it('is what the commands in messages call, and checks an environment', { timeout: 60_000 }, async () => {
    const simulator = createSimulator({ startAt: new Date(), token: TOKEN });
    simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
    const api = await serveSimulator(simulator, { port: 0 });
    const [, ...args] = toCheckCommand('env_a', { baseUrl: api.baseUrl }).split(' ').slice(1);

    const { stdout, stderr } = await npx(args, { QODER_PAT: TOKEN });
    await api.close();

    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ok +nightly +ok +0 +-$/m);
  });

  it('runs the function on this machine, with all that stands in for AWS', { timeout: 120_000 }, async () => {
    const { stdout } = await npx(['start', '--once']);

    expect(stdout).toMatch(/^nightly-reports +no-workers /m);
  });
});

describe('an empty CDK app with the package', () => {
  it('type-checks, and synthesizes the tested bundle with plain node', { timeout: 180_000 }, async () => {
    expect(diagnostics).not.toMatch(/^(app|faulty|required|example-[\w-]+)\.c?ts/m);
    const { stderr } = await run(process.execPath, ['app.js'], { cwd: folder });

    expect(stderr).toBe('');
    const template = JSON.parse(readFileSync(inApp('cdk.out/Queues.template.json'), 'utf8'));
    const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
    expect(types).toEqual(
      expect.arrayContaining([
        'AWS::Lambda::Function',
        'AWS::Scheduler::Schedule',
        'AWS::CloudWatch::Dashboard',
      ]),
    );
    const [asset = ''] = readdirSync(inApp('cdk.out')).filter((name) => name.startsWith('asset.'));
    expect(readFileSync(inApp('cdk.out', asset, 'index.mjs'))).toEqual(
      readFileSync(join(ROOT, 'dist/lambda/index.mjs')),
    );
    expect(JSON.parse(readFileSync(inApp('cdk.out', asset, 'settings.json'), 'utf8'))).toMatchObject({
      monitor: 'queues',
      environments: ['env_a'],
    });
  });

  it('may be CommonJS: required, and with types that say so', { timeout: 60_000 }, async () => {
    const { stderr } = await run(process.execPath, ['app.cjs'], { cwd: folder });
    const { Resources, Outputs } = JSON.parse(
      readFileSync(inApp('cdk.out.cjs/Queues.template.json'), 'utf8'),
    );

    expect(stderr).toBe('');
    expect(Object.keys(Resources)).toContain('MonitorStateD3841283');
    expect(Object.keys(Outputs)).toContain('TokenSecretArn');
    expect(existsSync(inApp('required.cjs'))).toBe(true);
  });

  it('synthesizes what the pages show', { timeout: 120_000 }, async () => {
    const outFolderOf = ({ file }: (typeof EXAMPLES)[number]) => inApp(`cdk.out.${file}`);
    await synthesizeApps(
      folder,
      EXAMPLES.map((example) => ({ file: `${example.file}.js`, outFolder: outFolderOf(example) })),
    );

    for (const example of EXAMPLES)
      expect(readdirSync(outFolderOf(example)), example.file).toContain('QoderQueues.template.json');
    expect(EXAMPLES.length).toBeGreaterThan(5);
  });

  it.each(MISTAKES)('is told of $name by the types', ({ file, code }) => {
    expect(diagnostics).toMatch(new RegExp(`^${file}\\(\\d+,\\d+\\): error ${code}: `, 'm'));
  });

  it('is told of every fault of its settings', async () => {
    await expect(run(process.execPath, ['faulty.js'], { cwd: folder })).rejects.toThrow(
      /The monitor queues is not valid:\n {2}environments\[0\]: "prod": .*\n {2}emails\[0\]: "me": /,
    );
  });
});
