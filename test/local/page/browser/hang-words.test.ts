import { describe, expect, it } from 'vitest';
import { explainHang } from '../../../../local/page/browser/hang-words.ts';
import type { WorkerView } from '../../../../local/page/page-model.ts';

const aWorker = (status: WorkerView['status'], itemId: string | null = null): WorkerView => ({
  id: 'w-1',
  status,
  itemId,
});
const levels = {
  'session-hung': { warning: 600, critical: 1_800, source: 'default' },
  'long-running': { warning: null, critical: null, source: 'default' },
} as const;
const learned = { 'long-running': { warning: 2_400, critical: null, source: 'learned' } } as const;

describe('explainHang()', () => {
  it('says nothing where no worker hangs', () => {
    expect(explainHang([aWorker('up', 'work_1'), aWorker('down')], levels, true)).toBeNull();
  });

  it.each([
    ['has no item', [aWorker('hung')], levels, true, /no longer polls.*Queue stuck/],
    ['has an item', [aWorker('hung', 'work_1')], levels, false, /Long running once 50 finished items/],
    ['has an item, and runs are known', [aWorker('hung', 'w')], learned, false, /has run for 40 min\.$/],
    ['has an item whose session is read', [aWorker('hung', 'w')], levels, true, /Session hung.* 10 min\.$/],
  ])('says what tells of one that %s', (_name, workers, inForce, areSessionsRead, expected) => {
    expect(explainHang(workers, inForce, areSessionsRead)).toMatch(expected);
  });
});
