import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertAllowedUrl,
  environmentUrl,
  listEnvironmentsUrl,
  listWorkUrl,
  sessionEventsUrl,
  sessionUrl,
  workStatsUrl,
} from '../../../../lambda/read/api/urls.ts';

const BASE = 'https://api.qoder.com/api/v1/cloud';
const BASE_URL = new URL(BASE);

/** Written down independently of the guard: what may stand in the request line, character by character. */
const PERMITTED =
  /^https:\/\/api\.qoder\.com\/api\/v1\/cloud\/environments(\?[^#]+|\/env_[A-Za-z0-9_-]+(\/work(\?[^#]+|\/stats)?)?)?$/;

/** And with sessions. */
const PERMITTED_SESSIONS =
  /^https:\/\/api\.qoder\.com\/api\/v1\/cloud\/sessions\/sess_[A-Za-z0-9_-]+(\/events\?[^#]+|\/events)?$/;

const isAccepted = (url: URL, mayReadSessions = false) => {
  try {
    assertAllowedUrl(BASE_URL, url, mayReadSessions);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

describe('assertAllowedUrl()', () => {
  it.each([
    { name: 'list environments', path: '/environments' },
    { name: 'list environments, later page', path: '/environments?limit=100&include_archived=true&page=a' },
    { name: 'get environment', path: '/environments/env_a' },
    { name: 'list work', path: '/environments/env_a/work?limit=100' },
    { name: 'list work after an item', path: '/environments/env_a/work?limit=100&after_id=work_1' },
    { name: 'work stats', path: '/environments/env_a/work/stats' },
    { name: 'an environment that is called poll', path: '/environments/env_poll/work' },
  ])('allows $name', ({ path }) => {
    expect(assertAllowedUrl(BASE_URL, new URL(BASE + path))).toBe(path.replace(/\?.*/, ''));
  });

  it.each([
    { name: 'poll, which claims work', url: `${BASE}/environments/env_a/work/poll` },
    { name: 'poll with a slash behind', url: `${BASE}/environments/env_a/work/poll/` },
    { name: 'poll with parameters', url: `${BASE}/environments/env_a/work/poll?limit=100` },
    { name: 'poll behind an encoded slash', url: `${BASE}/environments/env_a%2fwork%2fpoll/work` },
    { name: 'poll by way of dots', url: `${BASE}/environments/env_a/work/stats/../poll` },
    { name: 'poll by way of encoded dots', url: `${BASE}/environments/env_a/work/stats/%2e%2e/poll` },
    { name: 'poll behind a backslash', url: `${BASE}/environments/env_a\\work\\poll` },
    { name: 'poll, encoded', url: `${BASE}/environments/env_a/work/%70oll` },
    { name: 'a single work item', url: `${BASE}/environments/env_a/work/work_1` },
    { name: 'a doubled slash', url: `${BASE}//environments/env_a/work` },
    { name: 'an empty segment', url: `${BASE}/environments//work` },
    { name: 'an id without its prefix', url: `${BASE}/environments/a/work` },
    { name: 'an id of the prefix alone', url: `${BASE}/environments/env_/work` },
    { name: 'an id with a line break', url: `${BASE}/environments/env_a%0A/work` },
    { name: 'the base URL itself', url: BASE },
    { name: 'another prefix', url: 'https://api.qoder.com/api/v2/cloud/environments' },
    { name: 'a longer prefix', url: `${BASE}-eu/environments` },
    { name: 'another host', url: 'https://evil.example/api/v1/cloud/environments' },
    { name: 'another port', url: 'https://api.qoder.com:8443/api/v1/cloud/environments' },
    { name: 'another protocol', url: 'http://api.qoder.com/api/v1/cloud/environments' },
    { name: 'a user', url: 'https://me@api.qoder.com/api/v1/cloud/environments' },
    { name: 'a password', url: 'https://:pw@api.qoder.com/api/v1/cloud/environments' },
    { name: 'a fragment', url: `${BASE}/environments#poll` },
    { name: 'an empty fragment', url: `${BASE}/environments#` },
    { name: 'a parameter of poll', url: `${BASE}/environments/env_a/work?block_ms=1` },
    { name: 'a parameter of another read', url: `${BASE}/environments?after_id=env_a` },
    { name: 'a parameter where none is expected', url: `${BASE}/environments/env_a/work/stats?page=a` },
    { name: 'an empty query', url: `${BASE}/environments/env_a?` },
    { name: 'a parameter twice', url: `${BASE}/environments?page=a&page=b` },
  ])('refuses $name', ({ url }) => {
    expect(() => assertAllowedUrl(BASE_URL, new URL(url))).toThrow(RangeError);
  });

  it('says what was refused and what to write', () => {
    const url = new URL(`${BASE}/environments/env_a/work/poll?block_ms=1`);

    expect(() => assertAllowedUrl(BASE_URL, url)).toThrow(
      'Refused to request "/api/v1/cloud/environments/env_a/work/poll?block_ms=1": it is not one of the four reads of ' +
        'this monitor; write environment ids as env_ followed by letters, digits, _ or -',
    );
  });

  it.each(['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', 'https://x.example/a.(b)/%2f/work/poll'])(
    'takes the base path literally: %s',
    (base) => {
      const baseUrl = new URL(base);

      expect(assertAllowedUrl(baseUrl, workStatsUrl(baseUrl, 'env_a'))).toBe(
        '/environments/env_a/work/stats',
      );
      expect(() =>
        assertAllowedUrl(baseUrl, new URL(`${baseUrl.href}/environments/env_a/work/poll`)),
      ).toThrow();
    },
  );

  const part = fc.oneof(
    fc.constantFrom(
      'env_a',
      'environments',
      'work',
      'poll',
      'stats',
      '..',
      '.',
      '/',
      '%2f',
      '%2e',
      '?',
      '#',
      '\\',
    ),
    fc.constantFrom('&', '=', 'limit', 'page', '@', ':', '\t', '\n', '\ud800'),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

  it('lets no environment id and no cursor make another request of any of the four', () => {
    const builders = [
      (id: string) => environmentUrl(BASE_URL, id),
      (id: string) => workStatsUrl(BASE_URL, id),
      (id: string, page: string) => listWorkUrl(BASE_URL, id, { page }),
      (id: string, afterId: string) => listWorkUrl(BASE_URL, id, { afterId }),
      (_: string, page: string) => listEnvironmentsUrl(BASE_URL, { page }),
    ];
    const anyId = fc.oneof(
      fc.constant('env_a'),
      text,
      text.map((end) => `env_a${end}`),
    );

    fc.assert(
      fc.property(fc.constantFrom(...builders), anyId, text, (build, id, cursor) => {
        const url = build(id, cursor);
        if (isAccepted(url)) expect(url.href).toMatch(PERMITTED);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts no URL below the base that is none of the four, however it was made', () => {
    fc.assert(
      fc.property(text, (path) => {
        const input = `${BASE}/environments/${path}`;
        fc.pre(URL.canParse(input));
        const url = new URL(input);
        if (isAccepted(url)) expect(url.href).toMatch(PERMITTED);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts every legal environment id and every cursor', () => {
    const legalId = fc.stringMatching(/^env_[A-Za-z0-9_-]+$/);

    fc.assert(
      fc.property(legalId, text, (id, cursor) => {
        expect(assertAllowedUrl(BASE_URL, listWorkUrl(BASE_URL, id, { page: cursor }))).toBe(
          `/environments/${id}/work`,
        );
      }),
    );
  });
});

describe('assertAllowedUrl() where sessions may be read', () => {
  it.each([
    { name: 'a session', path: '/sessions/sess_1' },
    { name: 'its events', path: '/sessions/sess_1/events?order=desc&limit=100' },
    { name: 'older events', path: '/sessions/sess_1/events?order=desc&limit=100&page=evt_1' },
  ])('allows $name, and else does not', ({ path }) => {
    const url = new URL(BASE + path);

    expect(assertAllowedUrl(BASE_URL, url, true)).toBe(path.replace(/\?.*/, ''));
    expect(() => assertAllowedUrl(BASE_URL, url)).toThrow('not one of the four reads');
  });

  it.each([
    { name: 'poll, which claims work', path: '/environments/env_a/work/poll' },
    { name: 'all sessions', path: '/sessions' },
    { name: 'the search of sessions', path: '/sessions/search' },
    { name: 'an id without its prefix', path: '/sessions/1' },
    { name: 'an id of the prefix alone', path: '/sessions/sess_' },
    { name: 'the id of an environment', path: '/sessions/env_a' },
    { name: 'an environment by the id of a session', path: '/environments/sess_1' },
    { name: 'an id behind an encoded slash', path: '/sessions/sess_1%2fevents' },
    { name: 'events by way of dots', path: '/sessions/sess_1/x/../events', isSame: true },
    { name: 'files of a session', path: '/sessions/sess_1/files' },
    { name: 'a stream of events', path: '/sessions/sess_1/events/stream' },
    { name: 'a parameter of a session', path: '/sessions/sess_1?limit=1' },
    { name: 'another parameter of events', path: '/sessions/sess_1/events?types=user.message' },
    { name: 'a parameter twice', path: '/sessions/sess_1/events?limit=1&limit=2' },
  ])('refuses $name', ({ path, isSame = false }) => {
    // Dots are resolved before anything is sent: what is left is what counts.
    expect(isAccepted(new URL(BASE + path), true)).toBe(isSame);
  });

  it('says how many reads there are then', () => {
    const url = new URL(`${BASE}/environments/env_a/work/poll`);

    expect(() => assertAllowedUrl(BASE_URL, url, true)).toThrow('not one of the six reads');
  });

  const text = fc.array(
    fc.oneof(
      fc.constantFrom(
        'sess_a',
        'sessions',
        'events',
        'poll',
        '..',
        '.',
        '/',
        '%2f',
        '%2e',
        '?',
        '#',
        '\\',
        '\n',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 8 },
  );

  it('lets no session id and no cursor make another request of any of the six', () => {
    const builders = [
      (id: string) => sessionUrl(BASE_URL, id),
      (id: string, page: string) => sessionEventsUrl(BASE_URL, id, { limit: 100, page }),
      (id: string) => environmentUrl(BASE_URL, id),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...builders), text, text, (build, id, cursor) => {
        for (const url of [
          build(id.join(''), cursor.join('')),
          build(`sess_a${id.join('')}`, cursor.join('')),
        ]) {
          if (isAccepted(url)) expect(url.href).toMatch(PERMITTED);
          if (isAccepted(url, true) && !isAccepted(url)) expect(url.href).toMatch(PERMITTED_SESSIONS);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts no URL below the base that is none of the six, however it was made', () => {
    fc.assert(
      fc.property(fc.constantFrom('sessions', 'environments'), text, (root, path) => {
        const input = `${BASE}/${root}/${path.join('')}`;
        fc.pre(URL.canParse(input));
        const url = new URL(input);
        if (isAccepted(url, true))
          expect([PERMITTED, PERMITTED_SESSIONS].some((permitted) => permitted.test(url.href))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
