/** The commands of docs/cloudformation.md, taken from the page and run in its order by the AWS CLI, against moto. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../contract/deployment.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import { readSettings } from '../../../lambda/read-settings.ts';
import { STAND_IN_CREDENTIALS } from '../../../local/stand-ins/credentials.ts';
import { type Moto, skipsMoto, startMoto } from '../../lambda/notify/start-moto.ts';
import {
  connectStack,
  createBucket,
  forMoto,
  listObjects,
  type MotoStack,
  putObject,
} from '../support/cloudformation-in-moto.ts';
import { connect } from '../support/deploy-to-moto.ts';
import { synthesized } from '../support/plain-template.ts';
import { ACCOUNT, REGION } from '../support/resolve-template.ts';

const run = promisify(execFile);
const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/cloudformation.md'), 'utf8');
const hasAwsCli = spawnSync('aws', ['--version']).status === 0;
if (!hasAwsCli) console.info('skipped: needs the AWS CLI');

/** By the heading above them. */
const commandsBelow = (heading: string): string[] =>
  [
    ...(PAGE.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '').matchAll(
      /^aws .*$/gm,
    ),
  ].map(([line]) => line);

describe.skipIf(skipsMoto || !hasAwsCli)('the commands of docs/cloudformation.md', () => {
  let moto: Moto;
  let stack: MotoStack;
  let folder = '';

  beforeAll(async () => {
    moto = await startMoto(ACCOUNT);
    const { secrets } = connect(moto.url);
    const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'token', SecretString: 'none' }));
    await createBucket(moto.url, 'my-bucket');
    folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-page-'));
    mkdirSync(join(folder, 'dist/template'), { recursive: true });
    // As `npm run template` leaves it, without what moto lacks.
    writeFileSync(join(folder, 'dist/template/qoder-monitor.template.json'), forMoto(ARN));
    writeFileSync(join(folder, 'dist/template', synthesized.zipName), synthesized.zip);
    stack = connectStack(moto.url, '');
  });
  afterAll(async () => {
    stack?.close();
    await moto?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function runCommands(heading: string, isRun = (_command: string) => true): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: STAND_IN_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: STAND_IN_CREDENTIALS.secretAccessKey,
      AWS_PAGER: '',
    };
    const commands = commandsBelow(heading).filter(isRun);
    expect(commands).not.toEqual([]);
    for (const command of commands) await run('sh', ['-c', command], { cwd: folder, env });
  }

  it('deploy the stack', async () => {
    await runCommands('Deploy');
    const { CodeSha256, Environment } = await stack.functionConfiguration();

    expect(CodeSha256).toBe(createHash('sha256').update(synthesized.zip).digest('base64'));
    expect(Environment.Variables).toMatchObject({
      QODER_ENVIRONMENTS: 'env_a,env_b',
      QODER_THRESHOLDS: '{}',
    });
  });

  it('upload the new code of an update', async () => {
    // Of an update by a change set, which the other command makes, moto 5.2.1 answers 500.
    await runCommands('Update', (command) => command.startsWith('aws s3 '));
  });

  it('remove the stack and its files, and nothing else of the bucket', async () => {
    const other = 'qoder-reports/2026/billing.csv';
    await putObject(moto.url, `my-bucket/${other}`, new Uint8Array(1));

    await runCommands('Remove');

    await expect(stack.outputs()).rejects.toThrow('does not exist');
    expect(await listObjects(moto.url, 'my-bucket')).toEqual([other]);
  });
});

describe('docs/cloudformation.md', () => {
  it('updates by parameters that the function understands', async () => {
    const [command = ''] = commandsBelow('Update').filter((line) => line.includes(' deploy '));
    const { stdout } = await run('sh', ['-c', `aws() { printf '%s\\n' "$@"; }; ${command}`]);
    const words = stdout.trim().split('\n');
    const overrides = new Map(
      words.slice(words.indexOf('--parameter-overrides') + 1).map((word) => {
        const [name = '', ...value] = word.split('=');
        return [name, value.join('=')] as const;
      }),
    );
    const settings = readSettings('{"schemaVersion":1,"monitor":"default","environments":["env_a"]}', {
      QODER_THRESHOLDS: overrides.get('Thresholds'),
      QODER_SETTINGS: overrides.get('Settings'),
    });

    expect([...overrides.keys()]).toEqual(['Thresholds', 'Settings']);
    expect(settings).toMatchObject({
      thresholds: { 'queue-stuck': { warning: 120, critical: 600 } },
      heartbeatIntervalSeconds: 30,
    });
  });

  it('names every parameter, and no other', () => {
    const rows = [...PAGE.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const [firstEmail] = PARAMETERS.emails;
    const { emails: _, ...others } = PARAMETERS;

    expect(rows.toSorted()).toEqual([...Object.values(others), firstEmail].toSorted());
  });

  it('names every setting that the parameter Settings takes, and no other', () => {
    const sentence = /`Settings` takes[\s\S]*?(?= With )/.exec(PAGE)?.[0] ?? '';
    const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name).slice(1);
    const own = ['schemaVersion', 'monitor', 'environments', 'thresholds', 'shards', 'tokenPerShard'];

    expect(named.toSorted()).toEqual(
      Object.keys(settingsSchema.entries)
        .filter((name) => !own.includes(name))
        .toSorted(),
    );
  });
});
