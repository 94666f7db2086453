/**
 * `npm run supply-chain`: install scripts and licences of all locked packages, and their SBOM in dist/sbom.json.
 * Works offline. Fails when an install script is neither allowed nor denied.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { parseWith } from '../contract/invalid-input.ts';
import { findBundledPackages, nameOf, readLock } from './licences/bundled-packages.ts';
import { countLicences } from './licences/count-licences.ts';
import { findInstallScripts } from './supply-chain/install-scripts.ts';
import { toSbom } from './supply-chain/to-sbom.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = new URL('../dist/sbom.json', import.meta.url);

const manifest = parseWith(
  v.object({ name: v.string(), allowScripts: v.optional(v.record(v.string(), v.boolean()), {}) }),
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
  'package.json',
);
const lock = readLock();

const scripts = findInstallScripts(lock, manifest.allowScripts);
console.log(`Install scripts, by allowScripts of package.json: ${scripts.length}`);
for (const { name, version, permission } of scripts) console.log(`  ${name}@${version}: ${permission}`);

const licences = countLicences(lock);
console.log(`\nLicences of all locked packages: ${licences.length}`);
for (const { licence, folders } of licences)
  console.log(`  ${String(folders.length).padStart(4)}  ${licence}`);

const npm = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 100_000_000,
});
const bundled = new Set(findBundledPackages().map((folder) => `${nameOf(folder)}@${lock[folder]?.version}`));
const sbom = toSbom(npm.stdout || npm.stderr || '', manifest.name, bundled);
mkdirSync(new URL('.', OUTPUT), { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`\nSBOM, CycloneDX ${sbom.specVersion}: dist/sbom.json`);
console.log(`  ${sbom.components.length} packages, ${bundled.size} of them in the function's bundle`);

if (scripts.some(({ permission }) => permission === 'not decided')) {
  console.error('\nDecide on every install script: npm approve-scripts NAME, or false in allowScripts');
  process.exitCode = 1;
}
