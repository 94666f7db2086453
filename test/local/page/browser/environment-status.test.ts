import { describe, expect, it } from 'vitest';
import { toSharedFault, whyOf } from '../../../../local/page/browser/environment-status.ts';
import type { JudgedEnvironment } from '../../../../local/page/page-model.ts';
import { anEnvironment } from './a-page-state.ts';

const aJudged = (id: string, unread: string | null): JudgedEnvironment => ({
  ...anEnvironment({ id }),
  verdict: unread === null ? 'ok' : 'unknown',
  unread,
});
const down = (id: string) => aJudged(id, `GET /environments/${id}/work answered 500`);

describe('toSharedFault()', () => {
  it('is what most of those have in common that could not be read', () => {
    const environments = [
      down('env_1'),
      aJudged('env_2', 'no answer'),
      down('env_3'),
      aJudged('env_4', null),
    ];

    expect(toSharedFault(environments)).toEqual({
      message: 'GET /environments/…/work answered 500',
      environmentIds: ['env_1', 'env_3'],
    });
  });

  it('is none where each has its own, or only one could not be read', () => {
    expect(toSharedFault([down('env_1'), aJudged('env_2', 'no answer'), aJudged('env_3', null)])).toBeNull();
    expect(toSharedFault([])).toBeNull();
  });
});

describe('whyOf()', () => {
  it('says an error once: where others have it too, it stands above all of them', () => {
    const environments = [down('env_1'), down('env_2'), aJudged('env_3', 'no answer')];
    const shared = toSharedFault(environments);

    expect(environments.map((environment) => whyOf(environment, [], shared))).toEqual([
      'Not read, as others',
      'Not read, as others',
      'no answer',
    ]);
  });
});
