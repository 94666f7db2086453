import { describe, expect, it } from 'vitest';
import {
  redactEnvironment,
  redactEnvironmentPage,
  redactWorkPage,
} from '../../../../lambda/read/api/redact-answers.ts';
import type { WorkPage } from '../../../../lambda/read/api/work.ts';
import { createRedact } from '../../../../lambda/redact.ts';
import { aWorkItem } from '../../../support/a-work-item.ts';

const redact = createRedact(() => ['pt-secret-1']);
const aPage = (page: Partial<WorkPage>): WorkPage => ({
  items: [],
  malformedCount: 0,
  rowCount: 2,
  firstRowId: null,
  nextPage: 'PT-SECRET-1',
  ...page,
});
const anEnvironment = { id: 'env_a', name: 'nightly', type: 'self_hosted', archivedAt: null };

describe('redactWorkPage()', () => {
  it('leaves a page without the token as it is', () => {
    const page = aPage({ items: [aWorkItem({ id: 'work_1' })], firstRowId: 'work_1', malformedCount: 1 });

    expect(redactWorkPage(page, redact)).toEqual(page);
  });

  it('counts a row that is called by the token as malformed, and keeps cursors for the next request', () => {
    const items = [aWorkItem({ id: 'work_PT-SECRET-1' }), aWorkItem({ id: 'work_2' })];

    expect(redactWorkPage(aPage({ items, firstRowId: 'work_PT-SECRET-1' }), redact)).toEqual(
      aPage({ items: items.slice(1), malformedCount: 1 }),
    );
  });

  it('hides the token in a state, and knows no session that is called by it', () => {
    const item = aWorkItem({ id: 'work_1', state: 'other' });
    const echoing = { ...item, unknownState: 'is pt-secret-1', sessionId: 'sess_pt-secret-1' };

    expect(redactWorkPage(aPage({ items: [echoing] }), redact).items).toEqual([
      { ...item, unknownState: 'is •••', sessionId: null },
    ]);
  });
});

describe('redactEnvironmentPage()', () => {
  it('leaves out an environment that is called by the token, and hides it in names and types', () => {
    const environments = [
      { ...anEnvironment, id: 'env_pt-secret-1' },
      { ...anEnvironment, name: 'Pt-\u200bSecret-1', type: 'pt-secret-1' },
      { ...anEnvironment, name: null, type: null },
    ];

    expect(redactEnvironmentPage({ environments, malformedCount: 1, nextPage: null }, redact)).toEqual({
      environments: [
        { ...anEnvironment, name: '•••', type: '•••' },
        { ...anEnvironment, name: null, type: null },
      ],
      malformedCount: 2,
      nextPage: null,
    });
  });
});

describe('redactEnvironment()', () => {
  it('keeps the id that was asked for', () => {
    const environment = { ...anEnvironment, id: 'env_pt-secret-1', name: 'pt-secret-1' };

    expect(redactEnvironment(environment, redact)).toEqual({ ...environment, name: '•••' });
  });
});
