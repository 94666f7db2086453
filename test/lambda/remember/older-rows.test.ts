/** Rows that version 0.1.0 wrote must load as they were meant: an upgrade loses neither an incident nor an alert. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../lambda/model/row.ts';
import { decodeMemory, encodeRow } from '../../../lambda/remember/codec.ts';
import { toRows } from '../../../lambda/remember/store.ts';

interface WrittenRow {
  readonly sk: string;
  readonly version?: number;
  readonly schemaVersion: number;
  readonly body: string | { readonly base64: string };
}

const WRITTEN: readonly WrittenRow[] = JSON.parse(
  readFileSync(new URL('rows-of-0.1.0.json', import.meta.url), 'utf8'),
);
const run = WRITTEN.find(({ sk }) => sk === 'run');

const loaded = toRows(
  WRITTEN.filter((row) => row !== run).map(({ sk, body, ...row }) => ({
    ...row,
    sortKey: sk,
    body: typeof body === 'string' ? body : Buffer.from(body.base64, 'base64'),
  })),
  'test',
);
const all: Row[] = [
  loaded.monitor,
  loaded.directory,
  ...loaded.environments.values(),
  ...loaded.ranges.values(),
];

describe('rows of version 0.1.0', () => {
  it('are all read', () => {
    expect(all.filter(({ unreadable }) => unreadable !== null)).toEqual([]);
    expect(all.map(({ version }) => version)).not.toContain(null);
    expect(all).toHaveLength(WRITTEN.length - 1);
  });

  it.each(WRITTEN.filter(({ body, sk }) => typeof body === 'string' && sk !== 'run'))(
    'keep every field of $sk, and write it for a roll back',
    ({ sk, body }) => {
      const row = all.find(({ kind, id }) => sk === kind || sk === `${kind}#${id}`);
      const { spotCheck, ...kept } = JSON.parse(String(body));
      // When it was made follows from the id now. That version makes one without a time at once.
      const expected = spotCheck === undefined ? kept : { ...kept, spotCheck: { ...spotCheck, at: null } };

      expect(JSON.parse(String(row && encodeRow(row)))).toMatchObject(expected);
    },
  );

  it('have incidents, and alerts that wait', () => {
    const states = [...loaded.environments.values()].map(({ value }) => value);

    expect(states.flatMap(({ incidents }) => incidents).length).toBeGreaterThan(3);
    expect(states.flatMap(({ outbox }) => outbox).length).toBeGreaterThan(0);
    expect([...loaded.ranges.values()].flatMap(({ value }) => value.ranges).length).toBeGreaterThan(3);
  });

  it('go on from the last run', () => {
    const { value, unreadable } = decodeMemory(run?.body, run?.schemaVersion);

    expect([value.lastAt?.toISOString(), unreadable]).toEqual(['2026-11-25T03:37:58.000Z', null]);
  });
});
