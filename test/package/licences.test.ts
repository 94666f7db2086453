import { describe, expect, it } from 'vitest';
import { PERMISSIVE } from '../../scripts/docs/licences-page.ts';
import {
  findBundledPackages,
  findCommandPackages,
  licenceOf,
  nameOf,
  readLock,
} from '../../scripts/licences/bundled-packages.ts';

const lock = readLock();
const bundled = [...new Set([...findBundledPackages(), ...findCommandPackages()])];
const { dependencies = {}, peerDependencies = {} } = lock[''] ?? {};

describe('what is shipped', () => {
  it('is known: the packages in the bundles', () => {
    expect(bundled.map(nameOf)).toEqual(
      expect.arrayContaining(['@aws-sdk/client-cloudwatch', 'valibot', 'fastify', 'uplot']),
    );
  });

  it('is under permissive licences only', () => {
    const needed = Object.keys({ ...dependencies, ...peerDependencies }).map(
      (name) => `node_modules/${name}`,
    );
    const others = [...bundled, ...needed].filter((folder) => !PERMISSIVE.has(licenceOf(lock, folder)));

    expect(others).toEqual([]);
  });
});
