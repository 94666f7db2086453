/** docs/licences.md: what is shipped, and what only helps to develop and test, with their licences. */

import { toTable } from '../../local/text/markdown-table.ts';
import {
  findBundledPackages,
  findCommandPackages,
  type Lock,
  licenceOf,
  nameOf,
  readLock,
} from '../licences/bundled-packages.ts';
import { countLicences } from '../licences/count-licences.ts';

/** Licences that ask for no more than their text to be passed on. */
export const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT OR Apache-2.0',
]);

export function toLicencesPage(): string {
  const lock = readLock();
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = lock[''] ?? {};
  const [bundled, ofCommand] = [findBundledPackages(), findCommandPackages()];
  const topLevel = (names: object) => Object.keys(names).map((name) => `node_modules/${name}`);
  return `# Licences

The project itself is under the MIT licence. This page is generated: \`npm run docs\`.

## In the function's bundle

The texts of these licences are in the npm package, in \`dist/package/third-party-notices.txt\`.

${toPackageTable(lock, bundled)}

## In the command of the npm package

\`npx qoder-work-queue-monitor\`, with the stand-ins and the page of \`start\`.

${toPackageTable(lock, ofCommand)}

## What the npm package asks for

The construct needs these in your CDK app; they are not part of the package.

${toPackageTable(lock, topLevel({ ...dependencies, ...peerDependencies }))}

## For development and tests only

Nothing of these is in a bundle or in the npm package. \`@cloud-copilot/iam-simulate\` (AGPL) simulates IAM in a
test of the policies: it is neither shipped nor changed, and nothing that is deployed uses it.

${toPackageTable(
  lock,
  topLevel(devDependencies).filter((folder) => ![...bundled, ...ofCommand].includes(folder)),
)}

All packages that \`npm ci\` may install, the above and what they bring along, by licence. They are named where a licence
asks for more than its text to be passed on; all of those are for development only.

${toSummary(lock)}
`;
}

function toPackageTable(lock: Lock, folders: readonly string[]): string {
  return toTable(
    ['package', 'version', 'licence'],
    folders.map((folder) => [`\`${nameOf(folder)}\``, lock[folder]?.version ?? '', licenceOf(lock, folder)]),
  );
}

function toSummary(lock: Lock): string {
  return toTable(
    ['licence', 'packages', 'names'],
    countLicences(lock).map(({ licence, folders }) => [
      licence,
      String(folders.length),
      PERMISSIVE.has(licence) ? '' : namesOf(folders),
    ]),
  );
}

const namesOf = (folders: readonly string[]) =>
  [...new Set(folders.map(nameOf))]
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ');
