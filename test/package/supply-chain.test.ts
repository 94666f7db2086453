import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLock } from '../../scripts/licences/bundled-packages.ts';
import { countLicences } from '../../scripts/licences/count-licences.ts';
import { findInstallScripts } from '../../scripts/supply-chain/install-scripts.ts';
import { toSbom } from '../../scripts/supply-chain/to-sbom.ts';

const { allowScripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('findInstallScripts()', () => {
  const lock = {
    '': { hasInstallScript: true, version: '0.0.0' },
    'node_modules/plain': { version: '1.0.0' },
    'node_modules/native': { version: '1.2.3', hasInstallScript: true },
    'node_modules/a/node_modules/@scope/deep': { version: '2.0.0', hasInstallScript: true },
  };
  const permissionsBy = (allowed: Readonly<Record<string, boolean>>) =>
    findInstallScripts(lock, allowed).flatMap(({ name, permission }) =>
      name === 'native' ? [permission] : [],
    );

  it('names each package that has one, wherever it lies', () => {
    expect(findInstallScripts(lock, { '@scope/deep': true })).toEqual(
      expect.arrayContaining([
        { name: 'native', version: '1.2.3', permission: 'not decided' },
        { name: '@scope/deep', version: '2.0.0', permission: 'allowed' },
      ]),
    );
  });

  it.each([
    [{}, 'not decided'],
    [{ native: true }, 'allowed'],
    [{ native: false }, 'denied'],
    [{ 'native@1.2.3': true }, 'allowed'],
    [{ 'native@1.0.0 || 1.2.3': true }, 'allowed'],
    [{ 'native@1.2.4': true }, 'not decided'],
    [{ 'native@1.2.3': true, native: false }, 'denied'],
    [{ 'native-other': true }, 'not decided'],
  ])('by %o says %s', (allowed, permission) => {
    expect(permissionsBy(allowed)).toEqual([permission]);
  });

  it('leaves none of ours undecided, and allows only the one that brings the runtime', () => {
    const scripts = findInstallScripts(readLock(), allowScripts);

    expect(scripts.filter(({ permission }) => permission === 'not decided')).toEqual([]);
    expect(scripts.filter(({ permission }) => permission === 'allowed').map(({ name }) => name)).toEqual([
      'node',
    ]);
  });
});

describe('countLicences()', () => {
  it('counts each locked package once', () => {
    const lock = readLock();
    const count = countLicences(lock).reduce((sum, { folders }) => sum + folders.length, 0);

    expect(count).toBe(Object.keys(lock).length - 1);
  });
});

describe('toSbom()', () => {
  const ofNpm = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { tools: [], component: { name: 'a-folder', version: '1.0.0' } },
    components: [
      { name: 'shipped', version: '1.0.0', purl: 'pkg:npm/shipped@1.0.0', properties: [] },
      { name: 'shipped', version: '2.0.0' },
    ],
    dependencies: [],
  };

  it('keeps what npm says, names the project, and marks what is in the bundle', () => {
    const sbom = toSbom(JSON.stringify(ofNpm), 'a-project', new Set(['shipped@1.0.0']));

    const marked = (value: string) => [{ name: 'qoder-work-queue-monitor:in-function', value }];
    expect(sbom).toEqual({
      ...ofNpm,
      metadata: { tools: [], component: { name: 'a-project', version: '1.0.0' } },
      components: [
        { ...ofNpm.components[0], properties: marked('true') },
        { ...ofNpm.components[1], properties: marked('false') },
      ],
    });
  });

  it.each([
    ['nothing', '', 'printed no CycloneDX 1.5: nothing'],
    ['an error', 'npm error code ESBOMPROBLEMS', 'ESBOMPROBLEMS'],
    ['another version', JSON.stringify({ ...ofNpm, specVersion: '1.4' }), 'printed no CycloneDX 1.5'],
  ])('says so when npm printed %s', (_name, text, message) => {
    expect(() => toSbom(text, 'a-project', new Set())).toThrow(message);
  });
});
