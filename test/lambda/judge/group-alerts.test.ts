import { describe, expect, it } from 'vitest';
import { groupAlerts } from '../../../lambda/judge/group-alerts.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Alert, EndedIncident, Incident } from '../../../lambda/model/incident.ts';
import { newRow, type SubjectRow } from '../../../lambda/model/row.ts';
import { AT } from '../../support/a-work-item.ts';
import { anAlert } from '../notify/an-alert.ts';

const IDS = ['env_1', 'env_2', 'env_3', 'env_4', 'env_5', 'env_6', 'env_7', 'env_8'];
const minute = (number: number) => new Date(AT.getTime() + number * 60_000);

/** Of each incident, as it was last told. */
const ITEM_COUNT = 3;

/** What an environment has to tell in a minute, and whether its incident is open after it. */
interface Told extends Partial<Alert> {
  readonly isOpen?: boolean;
}
type Minute = Readonly<Record<string, Told>>;
const all = (told: Told): Minute => Object.fromEntries(IDS.map((id) => [id, told]));

interface Sent {
  readonly number: number;
  readonly alert: Alert;
}

/** @returns the messages of the group and of single ones */
function send(minutes: readonly (readonly [number, Minute])[], ids = IDS): Sent[] {
  let monitor: SubjectRow = newRow('monitor', 'default');
  const open = new Map<string, boolean>();
  const ended = new Map<string, EndedIncident>();
  const sent: Sent[] = [];
  for (const [number, told] of minutes) {
    const at = minute(number);
    const rows = ids.map((id): SubjectRow => {
      const { isOpen = true, ...alert } = told[id] ?? {};
      if (told[id] !== undefined) open.set(id, isOpen);
      const { condition = 'queue-stuck' } = alert;
      const incident = { condition, lastToldItemCount: ITEM_COUNT } as Incident;
      const incidents = open.get(id) ? [incident] : [];
      const { ending = null } = alert;
      if (ending !== null) ended.set(id, { ...incident, ending } as EndedIncident);
      const endedIncidents = [ended.get(id) ?? []].flat();
      const own = anAlert({ messageId: `${id}.${number}`, environmentIds: [id], at, since: AT, ...alert });
      const value: EnvironmentState = {
        ...EMPTY_STATE,
        incidents,
        endedIncidents,
        outbox: told[id] === undefined || alert.change === undefined ? [] : [own],
      };
      return { ...newRow('environment', id), value };
    });
    const grouped = groupAlerts(monitor, rows, { monitor: 'default', askedCount: ids.length, at });
    for (const row of [grouped.monitorRow, ...grouped.rows])
      sent.push(...row.value.outbox.map((each) => ({ number, alert: each })));
    monitor = { ...grouped.monitorRow, value: { ...grouped.monitorRow.value, outbox: [] } };
  }
  return sent;
}

/** @returns lines as `minute environments change severity` */
const play = (minutes: readonly (readonly [number, Minute])[]): string[] =>
  send(minutes).map(({ number, alert: { environmentIds, change, severity } }) =>
    [number, environmentIds.length === 8 ? 'all' : environmentIds.join(), change, severity].join(' '),
  );

const OPENED: Told = { change: 'opened', severity: 'warning', reason: 'no-workers' };
const OVER: Told = { change: 'resolved', severity: 'warning', ending: 'recovered', isOpen: false };
const WORSE: Told = { change: 'worsened', severity: 'critical' };
const BEGUN = [0, all(OPENED)] as const;
const seven = (told: Told): Minute => Object.fromEntries(IDS.slice(0, 7).map((id) => [id, told]));

describe('groupAlerts()', () => {
  it.each<[string, (readonly [number, Minute])[], string[]]>([
    ['opens and ends as one', [BEGUN, [9, all(OVER)]], ['0 all opened warning', '9 all resolved warning']],
    [
      'tells the end when the last one is over',
      [BEGUN, [9, seven(OVER)], [20, { env_8: OVER }]],
      ['0 all opened warning', '20 all resolved warning'],
    ],
    [
      'tells the end of the others when the last one has left',
      [BEGUN, [5, { env_8: WORSE }], [9, seven(OVER)], [20, { env_8: { ...OVER, severity: 'critical' } }]],
      [
        '0 all opened warning',
        '5 env_8 worsened critical',
        `9 ${IDS.slice(0, 7).join()} resolved warning`,
        '20 env_8 resolved critical',
      ],
    ],
    [
      'tells the end although the last one was withdrawn',
      [BEGUN, [9, seven(OVER)], [20, { env_8: { change: 'withdrawn', severity: 'warning', isOpen: false } }]],
      ['0 all opened warning', `20 ${IDS.slice(0, 7).join()} resolved warning`, '20 env_8 withdrawn warning'],
    ],
    [
      'tells the end although the last one ended without a word',
      [BEGUN, [9, seven(OVER)], [20, { env_8: { isOpen: false } }]],
      ['0 all opened warning', '20 all resolved warning'],
    ],
    [
      'lets a new fault of one that was over speak for itself',
      [BEGUN, [9, { env_1: OVER }], [15, { env_1: OPENED }], [20, { env_1: OVER }]],
      ['0 all opened warning', '15 env_1 opened warning', '20 env_1 resolved warning'],
    ],
    [
      'reminds after four hours without a word, in place of its members',
      [BEGUN, [239, {}], [240, {}], [300, { env_8: { change: 'reminded', severity: 'warning' } }]],
      ['0 all opened warning', '240 all reminded warning'],
    ],
    [
      'lets who stays behind for half an hour go on alone',
      [BEGUN, [9, seven(OVER)], [38, {}], [39, {}], [60, { env_8: { ...WORSE } }], [90, { env_8: OVER }]],
      [
        '0 all opened warning',
        `39 ${IDS.slice(0, 7).join()} resolved warning`,
        '60 env_8 worsened critical',
        '90 env_8 resolved warning',
      ],
    ],
    [
      'says once that it is worse, and so of who follows',
      [BEGUN, [9, seven(WORSE)], [10, { env_8: WORSE }]],
      ['0 all opened warning', '9 all worsened critical'],
    ],
    [
      'says nothing twice that a run could not remember having told',
      [BEGUN, [1, all(OPENED)], [9, all(OVER)]],
      ['0 all opened warning', '9 all resolved warning'],
    ],
    [
      'is of those only for whom it is true',
      [
        [
          0,
          {
            ...all(OPENED),
            env_8: { ...OPENED, severity: 'critical' },
            env_7: { ...OPENED, reason: 'busy' },
          },
        ],
      ],
      [`0 ${IDS.slice(0, 6).join()} opened warning`, '0 env_7 opened warning', '0 env_8 opened critical'],
    ],
    [
      'needs more than half',
      [[0, Object.fromEntries(IDS.slice(0, 4).map((id) => [id, OPENED]))]],
      IDS.slice(0, 4).map((id) => `0 ${id} opened warning`),
    ],
    [
      'is withdrawn as one',
      [BEGUN, [9, all({ change: 'withdrawn', severity: 'warning', isOpen: false })], [10, {}]],
      ['0 all opened warning', '9 all withdrawn warning'],
    ],
    [
      'groups nothing that people were told by a run of the same instant',
      [[0, all({ ...OPENED, reached: 'topics' })]],
      IDS.map((id) => `0 ${id} opened warning`),
    ],
  ])('%s', (_, minutes, expected) => {
    expect(play(minutes)).toEqual(expected);
  });

  it.each([
    ['as all did', 'recovered', 'recovered'],
    ['not as only the last one did', 'stopped', null],
  ] as const)('tells how it ended %s', (_, ending, expected) => {
    const [, told] = send([BEGUN, [9, seven(OVER)], [20, { env_8: { ...OVER, ending } }]]);

    expect(told?.alert).toMatchObject({ change: 'resolved', ending: expected });
  });

  it.each<[string, Minute, Partial<Alert>]>([
    ['all as they were', {}, { change: 'reminded', itemCount: 24 }],
    [
      'some with more than before',
      {
        ...Object.fromEntries(
          IDS.slice(0, 5).map((id) => [id, { change: 'grew', itemCount: 3, newItemCount: 1 }]),
        ),
      },
      { change: 'grew', itemCount: 24, newItemCount: 5 },
    ],
  ])('counts the items of all, whoever has something to tell: %s', (_, minuteOf, expected) => {
    const [, told] = send([BEGUN, [240, minuteOf]]);

    expect(told?.alert).toMatchObject(expected);
  });
});

describe('groupAlerts() of a large fleet', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `env_${index + 1}`);
  const first = (count: number, told: Told): Minute =>
    Object.fromEntries(ids.slice(0, count).map((id) => [id, told]));
  const countSent = (minutes: readonly (readonly [number, Minute])[]) =>
    send(minutes, ids).map(({ alert: { environmentIds, change } }) => `${change} ${environmentIds.length}`);

  it('tells fifty together, though they are not the half of it', () => {
    expect(countSent([[0, first(50, OPENED)]])).toEqual(['opened 50']);
    expect(countSent([[0, first(49, OPENED)]])).toEqual(Array(49).fill('opened 1'));
  });

  it('says of a group what most of it have in common', () => {
    const opened = [0, first(50, OPENED)] as const;

    expect(countSent([opened, [9, first(26, WORSE)], [20, first(50, OVER)]])).toEqual([
      'opened 50',
      'worsened 50',
      'resolved 50',
    ]);
    expect(countSent([opened, [9, first(25, WORSE)]])).toEqual([
      'opened 50',
      ...Array(25).fill('worsened 1'),
    ]);
  });
});
