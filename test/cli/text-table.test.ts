import { describe, expect, it } from 'vitest';
import type { Paint } from '../../cli/check/tone.ts';
import { toTable } from '../../cli/text-table.ts';

const marked: Paint = (tone, text) => `<${tone}>${text}</${tone}>`;

describe('toTable()', () => {
  it('ends numbers at the same place, whatever is coloured', () => {
    const rows = [
      ['NAME', 'QUEUED'],
      ['a', { text: '5', tone: 'critical' as const }],
      ['long name', '120'],
    ];

    expect(toTable(rows, { paint: marked, rightColumns: [1] })).toEqual([
      'NAME       QUEUED',
      'a               <critical>5</critical>',
      'long name     120',
    ]);
  });
});
