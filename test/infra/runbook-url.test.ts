import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRunbookUrl, toPageUrl } from '../../infra/runbook-url.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-runbook-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A package as it lies in a checkout, or in node_modules. */
function aPackage(at: string, packageJson: object = {}): string {
  mkdirSync(join(at, 'docs'), { recursive: true });
  writeFileSync(join(at, 'docs/runbook.md'), '# Runbook\n');
  writeFileSync(join(at, 'package.json'), JSON.stringify(packageJson));
  return at;
}

const git = (at: string, ...parameters: string[]) =>
  execFileSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.com', ...parameters], {
    cwd: at,
    encoding: 'utf8',
  }).trim();

/** @returns the commit that wrote the runbook */
function commitAll(at: string): string {
  git(at, 'init', '--quiet');
  git(at, 'add', '.');
  git(at, 'commit', '--quiet', '--message', 'Write the runbook');
  return git(at, 'rev-parse', 'HEAD');
}

describe('findRunbookUrl()', () => {
  it('is the page of the remote, as of the commit that wrote it', () => {
    const commit = commitAll(aPackage(folder));
    git(folder, 'remote', 'add', 'origin', 'git@github.com:team/monitor.git');
    git(folder, 'update-ref', 'refs/remotes/origin/main', commit);
    writeFileSync(join(folder, 'later.txt'), '');
    commitAll(folder);

    expect(findRunbookUrl(folder)).toBe(`https://github.com/team/monitor/blob/${commit}/docs/runbook.md`);
  });

  it("is the remote's newest page while the commit is not pushed, whatever the remote is called", () => {
    aPackage(join(folder, 'tools/monitor'));
    commitAll(folder);
    git(folder, 'remote', 'add', 'upstream', 'https://github.com/team/everything');

    expect(findRunbookUrl(join(folder, 'tools/monitor'))).toBe(
      'https://github.com/team/everything/blob/HEAD/tools/monitor/docs/runbook.md',
    );
  });

  it('is never a page of the checkout that a package was installed into', () => {
    const installed = join(folder, 'node_modules/monitor');
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
    commitAll(folder);
    git(folder, 'remote', 'add', 'origin', 'https://github.com/somebody/else.git');

    expect(findRunbookUrl(aPackage(installed))).toBeNull();
    expect(
      findRunbookUrl(aPackage(installed, { repository: { url: 'git+https://github.com/team/monitor.git' } })),
    ).toBe('https://github.com/team/monitor/blob/HEAD/docs/runbook.md');
  });
});

describe('toPageUrl()', () => {
  it.each([
    ['https://github.com/team/monitor.git', 'https://github.com/team/monitor/blob/v1/a.md'],
    ['https://me:pt-secret@github.com/team/monitor', 'https://github.com/team/monitor/blob/v1/a.md'],
    [
      'ssh://git@gitlab.example.com:2222/group/sub/monitor.git/',
      'https://gitlab.example.com/group/sub/monitor/-/blob/v1/a.md',
    ],
    ['git@bitbucket.org:team/monitor.git', 'https://bitbucket.org/team/monitor/src/v1/a.md'],
    ['git@git.example.com:team/monitor.git', null],
    ['http://github.com/team/monitor', null],
    ['file:///srv/git/monitor.git', null],
    ['/srv/git/monitor.git', null],
    ['../monitor', null],
    ['', null],
  ])('%s leads to %s', (remote, url) => {
    expect(toPageUrl(remote, 'v1', 'a.md')).toBe(url);
  });
});
