import { describe, expect, it } from 'vitest';
import { parseEnvironment, parseEnvironmentPage } from '../../../../lambda/read/api/environments.ts';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';

const answerOf = (body: unknown) => ({ subject: 'GET /environments', status: 200, requestId: null, body });

/** The environment object of the API reference. */
const ROW = {
  id: 'env_019e3bb39b67',
  type: 'environment',
  name: 'build workers',
  description: '',
  config: { type: 'self_hosted', setup_script: 'true' },
  metadata: {},
  archived_at: null,
  created_at: '2026-05-18T15:28:07.017808Z',
  updated_at: '2026-05-18T15:28:07.017808Z',
};
const ENVIRONMENT = { id: 'env_019e3bb39b67', name: 'build workers', type: 'self_hosted', archivedAt: null };

describe('parseEnvironment()', () => {
  it.each([
    { name: 'the documented object', row: ROW, environment: ENVIRONMENT },
    {
      name: 'an archived one',
      row: { ...ROW, archived_at: '2026-05-19T00:00:00.017808Z' },
      environment: { ...ENVIRONMENT, archivedAt: new Date('2026-05-19T00:00:00.017Z') },
    },
    {
      name: 'one of another type',
      row: { ...ROW, config: { type: 'cloud' } },
      environment: { ...ENVIRONMENT, type: 'cloud' },
    },
    {
      name: 'one that says only its id',
      row: { id: ROW.id },
      environment: { ...ENVIRONMENT, name: null, type: null },
    },
    {
      name: 'one of odd kinds',
      row: { ...ROW, name: 7, config: 'x' },
      environment: { ...ENVIRONMENT, name: null, type: null },
    },
    {
      name: 'one with a name of which nothing can be seen',
      row: { ...ROW, name: ' \u200b\n\u202e' },
      environment: { ...ENVIRONMENT, name: null },
    },
    {
      name: 'one whose name is hard to show',
      row: { ...ROW, name: '\u202e😀\n' },
      environment: { ...ENVIRONMENT, name: '\u202e😀\n' },
    },
  ])('reads $name', ({ row, environment }) => {
    expect(parseEnvironment(answerOf(row))).toEqual(environment);
  });

  it.each([null, [], {}, { ...ROW, id: 'env_a/work/poll?' }, { ...ROW, archived_at: 'yes' }])(
    'refuses %j',
    (row) => {
      expect(() => parseEnvironment(answerOf(row))).toThrow(QoderError);
    },
  );
});

describe('parseEnvironmentPage()', () => {
  it('skips and counts rows of which no request could be made', () => {
    const data = [ROW, { ...ROW, id: 'env_a/work/poll?' }, null, { ...ROW, archived_at: 'yes' }];

    expect(parseEnvironmentPage(answerOf({ data, has_more: true, next_page: 'env_z' }), null)).toEqual({
      environments: [ENVIRONMENT],
      malformedCount: 3,
      nextPage: 'env_z',
    });
  });

  it('refuses the cursor just used', () => {
    const body = { data: [ROW], has_more: true, next_page: 'env_z' };

    expect(() => parseEnvironmentPage(answerOf(body), 'env_z')).toThrow('no new cursor');
  });
});
