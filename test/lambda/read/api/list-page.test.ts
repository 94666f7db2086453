import { describe, expect, it } from 'vitest';
import { parseListPage } from '../../../../lambda/read/api/answer.ts';
import { toReadError } from '../../../../lambda/read/api/qoder-error.ts';

const answerOf = (body: unknown) => ({ subject: 'GET /environments', status: 200, requestId: 'req_1', body });

describe('parseListPage()', () => {
  it.each([
    { name: 'last page', body: { data: [1], has_more: false, next_page: null }, nextPage: null },
    { name: 'another page', body: { data: [1], has_more: true, next_page: 'b' }, nextPage: 'b' },
    {
      name: 'an empty page before others',
      body: { data: [], has_more: true, next_page: 'b' },
      nextPage: 'b',
    },
    {
      name: 'has_more is believed, whatever next_page says',
      body: { data: [], has_more: false, next_page: 'b' },
      nextPage: null,
    },
    { name: 'no next_page on the last page', body: { data: [], has_more: false }, nextPage: null },
    { name: 'next_page alone announces more', body: { data: [], next_page: 'b' }, nextPage: 'b' },
    { name: 'next_page alone ends the list', body: { data: [], next_page: null }, nextPage: null },
    { name: 'unknown fields', body: { data: [], has_more: false, took_ms: 3 }, nextPage: null },
  ])('$name', ({ body, nextPage }) => {
    expect(parseListPage(answerOf(body), 'a')).toEqual({ rows: body.data, nextPage });
  });

  it.each([
    { name: 'null', body: null, told: 'is not as documented: expected Object, got null' },
    { name: 'an array', body: [], told: 'is an array, not an object' },
    { name: 'a text', body: 'x', told: 'is not as documented: expected Object, got a string' },
    {
      name: 'no data',
      body: { has_more: false },
      told: 'is not as documented at data: expected "data", got nothing',
    },
    {
      name: 'data null',
      body: { data: null, has_more: false },
      told: 'is not as documented at data: expected Array, got null',
    },
    {
      name: 'has_more a text',
      body: { data: [], has_more: 'pt-secret' },
      told: 'is not as documented at has_more: expected boolean, got a string',
    },
    {
      name: 'has_more null',
      body: { data: [], has_more: null },
      told: 'is not as documented at has_more: expected boolean, got null',
    },
    {
      name: 'next_page a number',
      body: { data: [], has_more: true, next_page: 2 },
      told: 'is not as documented at next_page: expected string, got a number',
    },
    {
      name: 'nothing that says whether there is more',
      body: { data: [] },
      told: 'has neither has_more nor next_page: whether rows are missing is unknown',
    },
    {
      name: 'more without a cursor',
      body: { data: [], has_more: true, next_page: null },
      told: 'announces more rows, but its next_page is no new cursor',
    },
    {
      name: 'more with an empty cursor',
      body: { data: [], has_more: true, next_page: '' },
      told: 'announces more rows, but its next_page is no new cursor',
    },
    {
      name: 'more with the cursor just used',
      body: { data: [1], has_more: true, next_page: 'a' },
      told: 'announces more rows, but its next_page is no new cursor',
    },
    {
      name: 'the cursor just used, without has_more',
      body: { data: [1], next_page: 'a' },
      told: 'announces more rows, but its next_page is no new cursor',
    },
  ])('refuses $name', ({ body, told }) => {
    let error: unknown;
    try {
      parseListPage(answerOf(body), 'a');
    } catch (thrown) {
      error = thrown;
    }

    expect(toReadError(error)).toEqual({
      status: 200,
      type: 'unexpected_response',
      requestId: 'req_1',
      message: `GET /environments answered 200, but the body ${told}`,
    });
  });

  it.each([
    [200, true],
    [201, false],
    [1_000_000, false],
  ])('takes a page of %d rows, of 100 that were asked for: %s', (count, isTaken) => {
    const answer = answerOf({ data: new Array(count).fill({}), has_more: false });

    if (isTaken) expect(parseListPage(answer, null).rows).toHaveLength(count);
    else expect(() => parseListPage(answer, null)).toThrow(`has ${count} rows, though 100 were asked for`);
  });
});
