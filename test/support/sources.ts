/** The sources of the project, and what each of them imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** By path from the root, declarations of others' packages apart. */
export const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file))
    .toSorted();

/** Folders of the root that the repository holds and that have sources. */
export function sourceFolders(): string[] {
  const ignored = readRoot('.gitignore').split('\n');
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !ignored.includes(`${name}/`) && sourcesIn(name).length > 0)
    .toSorted();
}

export const readRoot = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

export const withoutStrings = (source: string): string => source.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

export interface Import {
  /** A package by its name, a file by its path from the root. */
  readonly target: string;
  /** Gone when the file runs. */
  readonly isTypeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^'$]+)'|\bimport\(\s*'([^'$]+)'/gm;

export function importsOf(file: string): Import[] {
  return [...withoutComments(readRoot(file)).matchAll(STATEMENT)].map(([, type, from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    const isFile = specifier.startsWith('.');
    return {
      target: isFile ? relative(ROOT, join(ROOT, dirname(file), specifier)) : specifier,
      isTypeOnly: type !== undefined,
    };
  });
}

/**
 * A way along imports that comes back to where it began, or null.
 *
 * @param apart imports that do not count, as "file imports file"
 */
export function findCircle(files: readonly string[], apart: readonly string[] = []): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const { target } of importsOf(file)) {
      const counts = files.includes(target) && !apart.includes(`${file} imports ${target}`);
      const circle = counts ? visit(target, [...way, file]) : null;
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}

/** All that is loaded with the file, itself and packages included. */
export function loadedWith(file: string): Set<string> {
  const loaded = new Set<string>();
  const load = (target: string) => {
    if (loaded.has(target)) return;
    loaded.add(target);
    if (!target.endsWith('.ts')) return;
    for (const { target: next, isTypeOnly } of importsOf(target)) if (!isTypeOnly) load(next);
  };
  load(file);
  return loaded;
}
