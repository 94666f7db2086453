/** Keeps the house as it was planned: which way imports go, what is pure, and how long a file may be. */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, PENDING_CIRCLES, PENDING_IMPORTS, PENDING_NAMES } from './support/import-rules.ts';
import {
  findCircle,
  importsOf,
  loadedWith,
  readRoot,
  sourceFolders,
  sourcesIn,
  withoutComments,
  withoutStrings,
} from './support/sources.ts';

const MAX_LINES = 200;
const PRODUCT = ['contract', 'lambda', 'cli', 'infra', 'local'];
const TOOLS = ['bench', 'scripts'];
const productFiles = PRODUCT.flatMap(sourcesIn);
const filesButTests = [...PRODUCT, ...TOOLS].flatMap(sourcesIn);
const allFiles = [...filesButTests, ...sourcesIn('test')];

const isBelow = (file: string, name: string) => file === name || file.startsWith(`${name}/`);

/** The rule that counts for a file, or undefined. */
const ruleOf = (file: string): string | undefined =>
  Object.keys(ALLOWED)
    .filter((name) => isBelow(file, name))
    .toSorted((a, b) => b.length - a.length)[0];

const matching = (files: readonly string[], pattern: RegExp) =>
  files.filter((file) => pattern.test(withoutComments(readRoot(file))));

describe('folders', () => {
  it('are all known here', () => {
    expect(sourceFolders()).toEqual([...PRODUCT, ...TOOLS, 'test'].toSorted());
  });

  it('are all in the layout of the README, in which no other stands', () => {
    const layout = /^## Layout\n+```\n([\s\S]*?)^```/m.exec(readRoot('README.md'))?.[1] ?? '';
    const named = [...layout.matchAll(/^([a-z]+)\//gm)].map(([, name]) => name);
    const stages = [...layout.matchAll(/ {2}([a-z]+)\/ /g)].map(([, name]) => name);

    expect(named.toSorted()).toEqual([...sourceFolders(), 'docs'].toSorted());
    expect(stages.toSorted()).toEqual(
      [
        ...new Set(sourcesIn('lambda').flatMap((file) => /^lambda\/(\w+)\//.exec(file)?.[1] ?? [])),
      ].toSorted(),
    );
  });

  it('and the files at the root of lambda/ have each a rule for what they import', () => {
    expect(allFiles.filter((file) => ruleOf(file) === undefined)).toEqual([]);
    expect(Object.keys(ALLOWED).filter((name) => !allFiles.some((file) => ruleOf(file) === name))).toEqual(
      [],
    );
  });
});

describe('imports', () => {
  const { dependencies, devDependencies } = JSON.parse(readRoot('package.json'));
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const isPackage = (target: string) => packages.some((name) => isBelow(target, name));
  const isAllowed = (rule: string, target: string) =>
    isBelow(target, rule) ||
    ALLOWED[rule]?.some((start) => target.startsWith(start)) ||
    (rule === 'test' && isPackage(target));
  const refusedIn = (rule: string) =>
    allFiles
      .filter((file) => ruleOf(file) === rule)
      .flatMap((file) => importsOf(file).map(({ target }) => ({ file, target })))
      .filter(({ target }) => !isAllowed(rule, target))
      .map(({ file, target }) => `${file} imports ${target}`);

  it.each(Object.keys(ALLOWED))('of %s go one way', (rule) => {
    expect(refusedIn(rule).filter((each) => !PENDING_IMPORTS.includes(each))).toEqual([]);
  });

  it('that are pending are still there', () => {
    const refused = Object.keys(ALLOWED).flatMap(refusedIn);

    expect(PENDING_IMPORTS.filter((each) => !refused.includes(each))).toEqual([]);
  });

  it('are all found: no statement is written so that this test does not see it', () => {
    const endings = /\bfrom '|^import '|\bimport\('|\brequire\('/gm;
    const overlooked = filesButTests.filter(
      (file) => [...withoutComments(readRoot(file)).matchAll(endings)].length > importsOf(file).length,
    );

    expect(overlooked).toEqual([]);
  });

  it('do not go in a circle, those of types included', () => {
    expect(findCircle(filesButTests, PENDING_CIRCLES)).toBeNull();
  });

  it('that close a circle and are pending are still there, each', () => {
    const closed = PENDING_CIRCLES.map((each) =>
      findCircle(
        filesButTests,
        PENDING_CIRCLES.filter((other) => other !== each),
      ),
    );

    expect(closed).not.toContain(null);
  });

  it('of judge/ load no library, not through a file of the contract either', () => {
    const isLibrary = (target: string) => !target.endsWith('.ts');
    const loading = sourcesIn('lambda/judge').filter((file) => [...loadedWith(file)].some(isLibrary));

    expect(loading).toEqual([]);
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
      pattern.test(withoutStrings(withoutComments(readRoot(file)))),
    );

    expect(impure).toEqual([]);
  });
});

describe('lambda/', () => {
  it('has module-level state in its handler only', () => {
    expect(matching(sourcesIn('lambda'), /^(export )?let /m)).toEqual(['lambda/handler.ts']);
  });

  it.each([
    ['time', /\bDate\.now\(|new Date\(\)/, ['lambda/handler.ts']],
    ['chance', /\bMath\.random\b/, ['lambda/timing.ts']],
    ['the network', /\bfetch\(|node:https?'/, ['lambda/read/api/transport.ts', 'lambda/sockets.ts']],
    ['its environment', /\bprocess\.env\b/, ['lambda/handler.ts']],
    ['requests that are no GET', /'(POST|PUT|PATCH|DELETE)'/, ['lambda/read/api/transport.ts']],
  ])('takes %s from one place', (_name, pattern, places) => {
    expect(matching(sourcesIn('lambda'), pattern)).toEqual(places);
  });

  it('hands the transport that can send a POST from its wiring to the exchange of keys, and to nothing else', () => {
    expect(matching(sourcesIn('lambda'), /\b(create)?KeyExchangeTransport\b/)).toEqual([
      'lambda/handler.ts',
      'lambda/read/api/api-token.ts',
      'lambda/read/api/exchange-key.ts',
      'lambda/read/api/transport.ts',
      'lambda/wiring.ts',
    ]);
    const [client, requester] = ['client', 'requester'].map((name) => `lambda/read/api/${name}.ts`);
    expect(matching([client ?? '', requester ?? ''], /exchangeKey|\.key\b|bodyText:/)).toEqual([]);
  });
});

describe('what is installed as a package', () => {
  const LATER =
    /\bURL\.parse\(|\bwithResolvers\b|\.groupBy\(|\bfromAsync\b|\bPromise\.try\b|\bRegExp\.escape\b|\bIterator\.|(?<!\bv)\.(union|intersection|difference|isSubsetOf|isSupersetOf|isDisjointFrom)\(|\.(values|keys|entries)\(\)\s*\.(map|filter|flatMap|toArray|some|every|find|reduce)\(/;

  it('uses nothing that Node 20 lacks', () => {
    // What only the function does is never run on another Node than Lambda's.
    const isOfFunction = (file: string) => /^lambda\/(remember|publish)\//.test(file);
    const files = ['contract', 'lambda', 'infra', 'cli']
      .flatMap(sourcesIn)
      .filter((file) => !isOfFunction(file));

    expect(matching([...files, 'local/arguments.ts'], LATER)).toEqual([]);
  });
});

describe('every source file', () => {
  it(`has at most ${MAX_LINES} lines, unless it is written from a catalogue`, () => {
    const countLines = (file: string) => readRoot(file).replace(/\n$/, '').split('\n').length;
    const isGenerated = (file: string) => /^.*Written by npm run docs/.test(readRoot(file));
    const written = filesButTests.filter((file) => !isGenerated(file));

    expect(written.filter((file) => countLines(file) > MAX_LINES)).toEqual([]);
  });

  it('says at its top why it exists', () => {
    expect(filesButTests.filter((file) => !/^(#!.*\n)?\/\*\*\s/.test(readRoot(file)))).toEqual([]);
  });

  it('of the product has a name of its own', () => {
    const names = productFiles.map((file) => basename(file));
    const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));

    expect([...repeated].toSorted()).toEqual(PENDING_NAMES);
  });

  it('has no check switched off', () => {
    const others = allFiles.filter((file) => file !== 'test/architecture.test.ts');
    const switchedOff = others.filter((file) =>
      /@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(readRoot(file)),
    );

    expect([...switchedOff, ...matching(others, /\bas any\b|: any\b/)]).toEqual([]);
  });
});
