/** Writes the licence texts of everything in the bundles of function and command: whoever passes them on passes these on too. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  findBundledPackages,
  findCommandPackages,
  licenceOf,
  nameOf,
  readLock,
} from './licences/bundled-packages.ts';

const OUTPUT = new URL('../dist/package/third-party-notices.txt', import.meta.url);
const lock = readLock();

function readText(folder: string): string {
  const url = new URL(`../${folder}/`, import.meta.url);
  const file = readdirSync(url).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  // Some packages name their licence and carry no text of it.
  return file === undefined
    ? `Licence: ${licenceOf(lock, folder)}`
    : readFileSync(new URL(file, url), 'utf8').trim();
}

// Many packages share one text, to the letter.
const folders = new Set([...findBundledPackages(), ...findCommandPackages()]);
const byText = Map.groupBy([...folders].sort(), readText);
const sections = [...byText].map(([text, folders]) => {
  const packages = folders.map((folder) => `${nameOf(folder)} ${lock[folder]?.version}`);
  return `${packages.join('\n')}\n\n${text}\n`;
});
mkdirSync(new URL('.', OUTPUT), { recursive: true });
writeFileSync(OUTPUT, sections.join(`\n${'-'.repeat(80)}\n\n`));
