import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOlderThan } from '../../scripts/test/is-older-than.ts';
import { toSteps } from '../../scripts/test/to-steps.ts';

describe('toSteps()', () => {
  const namesOf = (parameters: string[], isBundleOld = false) =>
    toSteps(parameters, isBundleOld).map(([command, ...rest]) => (command === 'npm' ? rest.at(-1) : command));
  const ALL = ['lint', 'types', 'build', 'vitest'];

  it.each([
    ['nothing', []],
    ['reporters', ['--reporter=default', '--reporter=json', '--outputFile.json=/tmp/report.json']],
    ['a reporter as two words', ['--reporter', 'verbose']],
  ])('does everything with %s', (_name, parameters) => {
    expect(namesOf(parameters)).toEqual(ALL);
  });

  it.each([
    ['a folder', ['test/lambda/judge']],
    ['a file and a reporter', ['--reporter=dot', 'test/docs.test.ts']],
    ['a part of a title', ['-t', 'younger item']],
    ['a part of a title, in full', ['--testNamePattern=younger item']],
  ])('does the tests alone with %s', (_name, parameters) => {
    expect(namesOf(parameters)).toEqual(['vitest']);
    expect(namesOf(parameters, true)).toEqual(['build', 'vitest']);
  });

  it('hands all on to vitest', () => {
    expect(toSteps(['test/docs.test.ts', '--bail=1'], false)).toEqual([
      ['vitest', 'run', 'test/docs.test.ts', '--bail=1'],
    ]);
  });
});

describe('isOlderThan()', () => {
  let folder: string;
  const at = (name: string, second: number) => utimesSync(join(folder, name), second, second);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'older-'));
    mkdirSync(join(folder, 'sources/inner'), { recursive: true });
    for (const name of ['made', 'sources/a', 'sources/inner/b']) writeFileSync(join(folder, name), '');
    for (const name of ['sources/a', 'sources/inner/b', 'sources/inner', 'sources']) at(name, 1_000);
    at('made', 2_000);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const isOld = () => isOlderThan(join(folder, 'made'), [join(folder, 'sources'), join(folder, 'sources/a')]);

  it('is false when nothing changed since', () => {
    expect(isOld()).toBe(false);
  });

  it.each(['sources/a', 'sources/inner/b', 'sources/inner'])('is true when %s changed since', (name) => {
    at(name, 3_000);

    expect(isOld()).toBe(true);
  });

  it('is true when it was never made', () => {
    rmSync(join(folder, 'made'));

    expect(isOld()).toBe(true);
  });
});
