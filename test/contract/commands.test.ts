import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCheckCommand, toTokenCommand } from '../../contract/commands.ts';
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';
import { PACKAGE_NAME, VERSION } from '../../contract/version.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-AbCdEf';

it('VERSION and PACKAGE_NAME are those of package.json, and npx finds a command by that name', () => {
  expect([PACKAGE_NAME, VERSION]).toEqual([manifest.name, manifest.version]);
  expect(manifest.bin[PACKAGE_NAME]).toBe(manifest.bin['qoder-monitor']);
});

describe('commands', () => {
  it.each([
    ['one environment', toCheckCommand('env_a', {}), 'check --environment env_a'],
    ['all of them', toCheckCommand(null, {}), 'check --all'],
    ['what only sessions show', toCheckCommand('env_a', {}, true), 'check --environment env_a --sessions'],
    ['the default API', toCheckCommand(null, { baseUrl: DEFAULT_BASE_URL }), 'check --all'],
    [
      'another API and a workspace',
      toCheckCommand(null, { baseUrl: 'https://api.qoder.com.cn/api/v1/cloud', workspaceId: 'ws_1' }),
      'check --all --base-url https://api.qoder.com.cn/api/v1/cloud --workspace-id ws_1',
    ],
    ['a secret', toTokenCommand(ARN), `token --secret ${ARN}`],
    [
      "a workspace with a ' in it",
      toCheckCommand(null, { workspaceId: "w'1" }),
      `check --all --workspace-id 'w'\\''1'`,
    ],
  ])('name %s', (_name, command, expected) => {
    expect(command).toBe(`npx ${PACKAGE_NAME} ${expected}`);
  });

  it('reach the command as they were meant, whatever a shell makes of special characters', () => {
    const printable = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);
    const ids = fc.sample(printable, 20);
    const script = ids.map((workspaceId) =>
      toCheckCommand(null, { workspaceId }).replace(/^npx/, `printf '%s\\n'`),
    );
    const lines = execFileSync('sh', ['-c', script.join('\n')], { encoding: 'utf8' })
      .trimEnd()
      .split('\n');

    expect(lines.filter((_, index) => index % 5 === 4)).toEqual(ids);
  });
});
