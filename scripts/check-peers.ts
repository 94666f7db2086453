/**
 * `npm run peers`: whether the packed construct works with the oldest peers that package.json allows, with every setting on.
 * They are installed into an empty folder, so this needs the registry; that is why it is no test.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** A text, since its modules are there in the folder only. */
const APP = readFileSync(join(ROOT, 'scripts/peers/app.cjs.txt'), 'utf8');

const { name, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const oldest = Object.entries<string>(peerDependencies).map(
  ([peer, range]) => `${peer}@${range.replace('^', '')}`,
);
const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-peers-'));
const run = (command: string, ...parameters: string[]) =>
  execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' });
  const packed = readdirSync(folder).find((file) => file.startsWith(name)) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', 'install', '--no-audit', '--no-fund', `./${packed}`, ...oldest);
  writeFileSync(join(folder, 'app.js'), APP);
  console.log(
    `${oldest.join(', ')}, Node ${process.versions.node}: ${run('node', 'app.js').trim()} resources`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
