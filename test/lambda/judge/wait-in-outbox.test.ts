import { describe, expect, it } from 'vitest';
import type { Change } from '../../../contract/conditions.ts';
import { waitInOutbox } from '../../../lambda/judge/wait-in-outbox.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { anAlert } from '../notify/an-alert.ts';

const alert = (number: number, change: Change, overrides: Partial<Alert> = {}) =>
  anAlert({
    messageId: `inc_1.${number}`,
    incidentId: 'inc_1',
    change,
    itemCount: 9,
    newItemCount: 1,
    ...overrides,
  });

const wait = (alerts: readonly Alert[]) =>
  alerts.reduce<readonly Alert[]>((outbox, each) => waitInOutbox(outbox, [each]), []);
const told = (alerts: readonly Alert[]) =>
  alerts.map(({ messageId, change, newItemCount }) => [messageId, change, newItemCount]);

describe('waitInOutbox()', () => {
  it('keeps what opened, worsened and ended, in order', () => {
    const alerts = [alert(1, 'opened'), alert(2, 'worsened'), alert(3, 'resolved')];

    expect(wait(alerts)).toEqual(alerts);
  });

  it('replaces growth and reminders that still wait by the newer message, with their new items in it', () => {
    const outbox = wait([
      alert(1, 'opened'),
      alert(2, 'grew'),
      alert(3, 'grew'),
      alert(4, 'reminded', { newItemCount: 0 }),
    ]);

    expect(told(outbox)).toEqual([
      ['inc_1.1', 'opened', 1],
      ['inc_1.4', 'reminded', 2],
    ]);
  });

  it('counts no items again that the topics told, when only the bus still waits for their message', () => {
    const onTopics = alert(2, 'grew', { reached: 'topics', newItemCount: 4 });
    const onBus = alert(2, 'grew', { reached: 'bus', newItemCount: 4 });

    expect(told(wait([onTopics, alert(3, 'grew')]))).toEqual([['inc_1.3', 'grew', 1]]);
    expect(told(wait([onBus, alert(3, 'grew')]))).toEqual([['inc_1.3', 'grew', 5]]);
  });

  it('keeps one of several reminders', () => {
    expect(told(wait([alert(1, 'reminded'), alert(2, 'reminded')]))).toEqual([['inc_1.2', 'reminded', 2]]);
  });

  it('leaves other incidents alone', () => {
    const other = alert(1, 'grew', { incidentId: 'inc_2' });

    expect(wait([other, alert(1, 'opened')])).toEqual([other, alert(1, 'opened')]);
  });

  it('stays far below the limit of a row while a topic fails for weeks', () => {
    const [item] = anAlert({}).items;
    const items = item === undefined ? [] : Array(20).fill(item);
    const weeks = Array.from({ length: 200 }, (_, number) =>
      alert(number, 'opened', { incidentId: `inc_${number}`, items }),
    );

    expect(JSON.stringify(wait(weeks)).length).toBeLessThan(350_000);
    expect(wait(weeks)).toHaveLength(200);
  });

  it.each([
    [30, 0],
    [31, 1],
    [45, 15],
  ])('of %d alerts leaves the oldest %d without their items, but with their counts', (count, bareCount) => {
    const alerts = Array.from({ length: count }, (_, number) =>
      alert(number, 'opened', { incidentId: `inc_${number}` }),
    );

    const outbox = wait(alerts);

    const bare = alerts.slice(0, bareCount).map((each) => ({ ...each, items: [] }));
    expect(alerts[0]?.items).not.toEqual([]);
    expect(outbox).toEqual([...bare, ...alerts.slice(bareCount)]);
  });

  it('never counts more new items than there are', () => {
    const outbox = wait([alert(1, 'grew', { newItemCount: 8 }), alert(2, 'grew', { newItemCount: 5 })]);

    expect(told(outbox)).toEqual([['inc_1.2', 'grew', 9]]);
  });
});
