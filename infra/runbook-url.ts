/** Where people can read the runbook of what is deployed. Nothing is asked of a network. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_RUNBOOK } from '../contract/local-runbook.ts';
import { findPackageFolder } from './package-files.ts';

/** The page that is written, or the one that is found. @returns null where no public place is known */
export const toRunbookUrl = (runbookUrl: string): string | null =>
  runbookUrl === LOCAL_RUNBOOK ? findRunbookUrl(findPackageFolder()) : runbookUrl;

/**
 * In a checkout: the page of its remote, as of the commit that wrote it. Else at the place that package.json names.
 *
 * @param folder of the package
 * @returns null where no public place is known: no link is better than a wrong one
 */
export function findRunbookUrl(folder: string): string | null {
  return findInCheckout(folder) ?? toPageUrl(readRepository(folder), 'HEAD', LOCAL_RUNBOOK);
}

function findInCheckout(folder: string): string | null {
  // An installed package lies in the checkout of somebody else, who does not track it.
  const path = git(folder, 'ls-files', '--full-name', '--error-unmatch', LOCAL_RUNBOOK);
  if (path === '') return null;
  const commit = git(folder, 'log', '-1', '--format=%H', '--', LOCAL_RUNBOOK);
  const [firstRemote = ''] = git(folder, 'remote').split('\n');
  const remote = git(folder, 'remote', 'get-url', 'origin') || git(folder, 'remote', 'get-url', firstRemote);
  // Before it is pushed, the remote has an older page, and that is better than none.
  const isPushed = git(folder, 'branch', '--remotes', '--contains', commit) !== '';
  return toPageUrl(remote, isPushed ? commit : 'HEAD', path);
}

/** How the hosts that we know lead to a file. */
const PAGES: readonly (readonly [host: RegExp, toPath: (repository: string, ref: string) => string])[] = [
  [/(^|\.)github\./, (repository, ref) => `${repository}/blob/${ref}`],
  [/(^|\.)gitlab\./, (repository, ref) => `${repository}/-/blob/${ref}`],
  [/^bitbucket\.org$/, (repository, ref) => `${repository}/src/${ref}`],
];

/**
 * @param remote as git or package.json name it; a user or a token in it is left out
 * @returns null for a host of which we do not know how it shows files
 */
export function toPageUrl(remote: string, ref: string, path: string): string | null {
  const [, sshHost, sshPath] = /^(?:[^@/:]+@)?([^@/:]+):(?!\/)(.+)$/.exec(remote) ?? [];
  const address = sshHost === undefined ? remote.replace(/^git\+/, '') : `ssh://${sshHost}/${sshPath}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!['https:', 'ssh:'].includes(url.protocol)) return null;
  const [, toPath] = PAGES.find(([host]) => host.test(url.hostname)) ?? [];
  const repository = url.pathname.replace(/^\/+|\/+$|\.git\/*$/g, '');
  return toPath === undefined ? null : `https://${url.hostname}/${toPath(repository, ref)}/${path}`;
}

function readRepository(folder: string): string {
  const { repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const url = typeof repository === 'string' ? repository : repository?.url;
  return typeof url === 'string' ? url : '';
}

/** @returns an empty text where git has nothing to say, or is not there */
function git(folder: string, ...parameters: readonly string[]): string {
  try {
    return execFileSync('git', [...parameters], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // A package is used without git, and without a repository, too.
    return '';
  }
}
