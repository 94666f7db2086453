/** What loading the bundle costs a cold start, beside a bundle of the bare SDK clients that it needs anyway. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../local/function/bundle-options.ts';
import { BUNDLE_PATH } from '../local/function/start-function.ts';
import { median } from './median.ts';

export interface ImportTime {
  readonly name: string;
  readonly bytes: number;
  /** Median over fresh processes. */
  readonly importMs: number;
}

const PROCESS_COUNT = 10;

/** The clients that the function makes, and nothing else. */
const BARE_CLIENTS = `
export { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
export { DynamoDBClient, PutItemCommand, UpdateItemCommand, DeleteItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
export { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
export { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
export { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
export { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
`;

export async function measureImports(): Promise<ImportTime[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
  try {
    const barePath = join(folder, 'bare.mjs');
    const resolveDir = fileURLToPath(new URL('..', import.meta.url));
    await build({ ...BUNDLE_OPTIONS, stdin: { contents: BARE_CLIENTS, resolveDir }, outfile: barePath });
    // In turns, so that what else the machine does hits both alike.
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let count = 0; count < PROCESS_COUNT; count++) {
      ours.push(await importMs(BUNDLE_PATH));
      bare.push(await importMs(barePath));
    }
    return [
      await toImportTime('dist/lambda/index.mjs', BUNDLE_PATH, ours),
      await toImportTime('the SDK clients alone', barePath, bare),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function toImportTime(name: string, path: string, timesMs: readonly number[]): Promise<ImportTime> {
  return { name, bytes: (await stat(path)).size, importMs: median(timesMs) };
}

async function importMs(path: string): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(path).href)}); console.log(performance.now() - t);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return Number(stdout);
}
