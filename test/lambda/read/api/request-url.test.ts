import { describe, expect, it } from 'vitest';
import {
  environmentUrl,
  listEnvironmentsUrl,
  listWorkUrl,
  workStatsUrl,
} from '../../../../lambda/read/api/urls.ts';

const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');

describe('the request URLs', () => {
  it.each([
    {
      name: 'listWorkUrl() first page',
      url: listWorkUrl(BASE_URL, 'env_a', {}),
      path: '/environments/env_a/work?limit=100',
    },
    {
      name: 'listWorkUrl() with a cursor of odd characters',
      url: listWorkUrl(BASE_URL, 'env_a', { page: 'a b&after_id=c/+é' }),
      path: '/environments/env_a/work?limit=100&page=a+b%26after_id%3Dc%2F%2B%C3%A9',
    },
    {
      name: 'listWorkUrl() after an item',
      url: listWorkUrl(BASE_URL, 'env_a', { afterId: 'work_1' }),
      path: '/environments/env_a/work?limit=100&after_id=work_1',
    },
    { name: 'workStatsUrl()', url: workStatsUrl(BASE_URL, 'env_a'), path: '/environments/env_a/work/stats' },
    {
      name: 'listEnvironmentsUrl() includes archived ones',
      url: listEnvironmentsUrl(BASE_URL, {}),
      path: '/environments?limit=100&include_archived=true',
    },
    {
      name: 'listEnvironmentsUrl() with a cursor',
      url: listEnvironmentsUrl(BASE_URL, { page: 'env_z' }),
      path: '/environments?limit=100&include_archived=true&page=env_z',
    },
    { name: 'environmentUrl()', url: environmentUrl(BASE_URL, 'env_a'), path: '/environments/env_a' },
    {
      name: 'environmentUrl() encodes its id',
      url: environmentUrl(BASE_URL, 'a/b?'),
      path: '/environments/a%2Fb%3F',
    },
  ])('$name', ({ url, path }) => {
    expect(url.href).toBe(`https://api.qoder.com/api/v1/cloud${path}`);
  });

  it('keep the base URL as it was', () => {
    const baseUrl = new URL('http://127.0.0.1:8080/');

    expect(workStatsUrl(baseUrl, 'env_a').href).toBe('http://127.0.0.1:8080/environments/env_a/work/stats');
    expect(baseUrl.href).toBe('http://127.0.0.1:8080/');
  });
});
