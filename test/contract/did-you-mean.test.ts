import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, findMeant } from '../../contract/did-you-mean.ts';

const OPTIONS = ['environment', 'all', 'base-url', 'timeout', 'watch', 'every', 'json', 'help'];
const SETTINGS = ['environments', 'emails', 'baseUrl', 'chat', 'overrides', 'heartbeatIntervalSeconds'];

describe('findMeant()', () => {
  it.each<[string, readonly string[], string | null]>([
    ['enviroment', OPTIONS, 'environment'],
    ['environments', OPTIONS, 'environment'],
    ['baseurl', OPTIONS, 'base-url'],
    ['base_url', SETTINGS, 'baseUrl'],
    ['tiemout', OPTIONS, 'timeout'],
    ['wacth', OPTIONS, 'watch'],
    ['al', OPTIONS, null],
    ['jsno', OPTIONS, 'json'],
    ['emials', SETTINGS, 'emails'],
    ['email', SETTINGS, 'emails'],
    ['heartbeatInterval', SETTINGS, 'heartbeatIntervalSeconds'],
    ['heart', SETTINGS, 'heartbeatIntervalSeconds'],
    ['heartbeatIntervall', SETTINGS, null],
    ['heartbeatIntervalSecond', SETTINGS, 'heartbeatIntervalSeconds'],
    ['workers', SETTINGS, null],
    ['x', OPTIONS, null],
    ['', OPTIONS, null],
    ['constructor', OPTIONS, null],
  ])('of %j among %j finds %j', (written, names, meant) => {
    expect(findMeant(written, names)).toBe(meant);
  });

  it('takes the closest, and of two that are as close the first', () => {
    expect(findMeant('tokens', ['taken', 'token'])).toBe('token');
    expect(findMeant('cat', ['bat', 'rat'])).toBe('bat');
  });

  it('finds every name of six characters or more from one slip in it', () => {
    const aName = fc.stringMatching(/^[a-z]{6,20}$/);
    fc.assert(
      fc.property(aName, fc.nat(), fc.constantFrom('a', ''), (name, place, instead) => {
        const at = place % name.length;
        expect(findMeant(name.slice(0, at) + instead + name.slice(at + 1), [name])).toBe(name);
      }),
    );
  });
});

it('didYouMean() asks, or says nothing', () => {
  expect(didYouMean('chek', ['check'], (name) => `--${name}`)).toBe('did you mean --check?');
  expect(didYouMean('deploy', ['check'])).toBe('');
});
