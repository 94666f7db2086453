/** The commands of the README, as a person runs them: without an account and without a network. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { lintTemplates } from '../support/lint-templates.ts';
import { synthesized } from './support/plain-template.ts';
import { synthesizeMonitor } from './support/synthesize-monitor.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const CDK = join(ROOT, 'node_modules/.bin/cdk');

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

async function outcomeOf(command: string, parameters: readonly string[]): Promise<Outcome> {
  try {
    // A proxy that refuses every connection stands for "offline"; no credentials are there to be used.
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...COMPILE_CACHE,
      HTTPS_PROXY: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout, stderr } = await run(command, [...parameters], { cwd: ROOT, env, timeout: 180_000 });
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: `${stdout}${stderr}` };
  }
}

let outdir = '';
// The build is left out: other tests read the bundle at this moment.
const synth = (...parameters: string[]) =>
  outcomeOf(CDK, ['synth', '--quiet', '--build', 'node --version', '--output', outdir, ...parameters]);

let firstUse: Outcome;

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'qoder-monitor-cli-'));
  firstUse = await synth('-c', 'environments=env_a,env_b', '-c', 'emails=me@example.com');
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('npx cdk synth', () => {
  it('needs no file to be edited, no account and no network, and has nothing to warn about', () => {
    expect(firstUse).toEqual({ exitCode: 0, output: expect.not.stringMatching(/feature flags|[Ww]arning/) });
    expect(readdirSync(outdir)).toContain('QoderMonitor-default.template.json');
  });

  it('fails without a monitor, with the remedy and without a stack trace', async () => {
    const { exitCode, output } = await synth();

    expect(exitCode).toBe(1);
    expect(output).toContain('npx cdk deploy -c environments=env_a,env_b -c emails=me@example.com');
    expect(output).not.toMatch(/^\s+at /m);
  });
});

it('has no errors for cfn-lint, nor has the plain template, nor one with an objective', async ({ skip }) => {
  const slo = { pickupSeconds: 60, target: 0.95, applicationSignals: true };
  writeFileSync(join(outdir, 'plain.json'), synthesized.template);
  writeFileSync(join(outdir, 'objective.json'), JSON.stringify(synthesizeMonitor({ slo })));
  const names = ['QoderMonitor-default.template.json', 'plain.json', 'objective.json'];

  const said = await lintTemplates(names.map((name) => join(outdir, name)));
  if (said === null) skip('needs cfn-lint');

  expect(said).toBe('');
});

describe('cdk.json', () => {
  it('builds the bundle before every synthesis, and runs the app without a build of its own', () => {
    expect(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'))).toEqual({
      $schema: './docs/cdk.schema.json',
      app: 'node infra/app.ts',
      build: 'npm run --silent build',
      context: {},
    });
  });
});
