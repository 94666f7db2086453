/** Keeps the house as it was planned: which way imports go, what is pure, and how long a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAX_LINES = 200;

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const withoutStrings = (source: string) => source.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** What a file imports: packages by name, files by their path from the root. */
function importsOf(file: string): string[] {
  const statements = /^(?:import|export)\b[^;'"]*?from '([^']+)'|^import '([^']+)'|\bimport\(\s*'([^']+)'/gm;
  const specifiers = [...read(file).matchAll(statements)].map(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '',
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), specifier)) : specifier,
  );
}

/** What each folder may import besides itself; packages by the beginning of their name. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  contract: ['valibot'],
  'lambda/model': ['contract/'],
  'lambda/judge': ['contract/', 'lambda/model/'],
  lambda: ['contract/', 'valibot', '@aws-sdk/', 'node:', 'aws-lambda'],
  infra: ['contract/', 'valibot', '@valibot/', 'aws-cdk-lib', 'constructs', 'cdk-nag', 'node:'],
  cli: ['contract/', 'lambda/', 'local/', 'infra/', 'valibot', '@aws-sdk/', 'node:'],
  local: [
    'contract/',
    'lambda/',
    'valibot',
    '@aws-sdk/',
    'node:',
    'dynalite',
    'fauxqs',
    'esbuild',
    'uplot',
    'fast-check',
    'cli/',
  ],
};

describe('imports', () => {
  it.each(Object.entries(ALLOWED))('of %s/ go one way', (folder, allowed) => {
    const refused = sourcesIn(folder).flatMap((file) =>
      importsOf(file)
        .filter(
          (target) => !target.startsWith(`${folder}/`) && !allowed.some((start) => target.startsWith(start)),
        )
        .map((target) => `${file} imports ${target}`),
    );

    expect(refused).toEqual([]);
  });

  it('of judge/ are of contract files that import no library', () => {
    const targets = new Set(
      sourcesIn('lambda/judge')
        .flatMap(importsOf)
        .filter((target) => target.startsWith('contract/')),
    );
    const impure = [...targets].filter((file) =>
      withoutComments(read(file)).match(/^import (?!type).*'valibot'/m),
    );

    expect(impure).toEqual([]);
  });
});

describe('judge/', () => {
  it.each([
    ['a clock', /\bDate\.now\b|new Date\(\)|\bperformance\b|\bsetTimeout\b/],
    ['chance', /\bMath\.random\b|\bcrypto\b/],
    ['the environment', /\bprocess\b|\bglobalThis\b/],
    ['the network or a console', /\bfetch\b|\bconsole\b/],
    ['anything asynchronous', /\basync\b|\bawait\b|\bPromise\b/],
  ])('knows nothing of %s', (_name, pattern) => {
    // Its words are for people, who have processes.
    const impure = sourcesIn('lambda/judge').filter((file) =>
      pattern.test(withoutStrings(withoutComments(read(file)))),
    );

    expect(impure).toEqual([]);
  });
});

describe('lambda/', () => {
  it('has module-level state in its handler only', () => {
    const stateful = sourcesIn('lambda').filter((file) => /^(export )?let /m.test(read(file)));

    expect(stateful).toEqual(['lambda/handler.ts']);
  });

  it.each([
    ['time', /\bDate\.now\(|new Date\(\)/, ['lambda/handler.ts']],
    ['chance', /\bMath\.random\b/, ['lambda/timing.ts']],
    ['the network', /\bfetch\(|node:https?'/, ['lambda/read/api/transport.ts', 'lambda/sockets.ts']],
    ['its environment', /\bprocess\.env\b/, ['lambda/handler.ts']],
  ])('takes %s from one place', (_name, pattern, places) => {
    const found = sourcesIn('lambda').filter((file) => pattern.test(withoutComments(read(file))));

    expect(found.sort()).toEqual(places);
  });
});

describe('every source file', () => {
  const all = ['contract', 'lambda', 'infra', 'cli', 'local', 'scripts'].flatMap(sourcesIn);

  it(`has at most ${MAX_LINES} lines`, () => {
    expect(all.filter((file) => read(file).split('\n').length > MAX_LINES + 1)).toEqual([]);
  });

  it('says at its top why it exists', () => {
    expect(all.filter((file) => !/^(#!.*\n)?\/(\*\*|\/)/.test(read(file)))).toEqual([]);
  });

  it('has no check switched off', () => {
    const pattern = /@ts-ignore|@ts-expect-error|biome-ignore|\bas any\b|: any\b/;
    expect(
      [...all, ...sourcesIn('test')].filter(
        (file) => file !== 'test/architecture.test.ts' && pattern.test(withoutComments(read(file))),
      ),
    ).toEqual([]);
  });
});
