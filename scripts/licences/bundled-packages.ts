/** Which packages, in which versions and under which licences, are in what is shipped. */
import { readFileSync } from 'node:fs';
import { type BuildOptions, buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../local/function/bundle-options.ts';
import { CLI_BUNDLE_OPTIONS } from '../build/cli-bundle.ts';

/** An entry of package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** By folder, such as `node_modules/valibot`; the project itself is the empty one. */
export type Lock = Readonly<Record<string, LockedPackage>>;

export function readLock(): Lock {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  return JSON.parse(text).packages;
}

/** Folders of the packages of which something is in the function's bundle, sorted. */
export const findBundledPackages = (): readonly string[] =>
  findPackagesIn({ ...BUNDLE_OPTIONS, entryPoints: ['lambda/handler.ts'], outfile: 'dist/lambda/index.mjs' });

/** The same for the command of the package, which has the local page in it. */
export function findCommandPackages(): readonly string[] {
  const { entryPoints, ...options } = CLI_BUNDLE_OPTIONS;
  const withPage = [...entryPoints, 'local/page/browser/main.ts'];
  return findPackagesIn({ ...options, entryPoints: withPage, external: ['esbuild', 'classic-level'] });
}

function findPackagesIn(options: BuildOptions): readonly string[] {
  const { metafile } = buildSync({
    ...options,
    // Only builds that take their time know plugins; ours bring no package.
    plugins: [],
    write: false,
    metafile: true,
  });
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs: parts }) =>
    Object.entries(parts).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

export const nameOf = (folder: string): string => folder.replace(/^.*node_modules\//, '');

export function licenceOf(lock: Lock, folder: string): string {
  const licence = lock[folder]?.license;
  if (licence === undefined) throw new Error(`package-lock.json names no licence of ${folder}: look it up`);
  return licence;
}
