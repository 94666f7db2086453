import { expect, it } from 'vitest';
import { findOutputs } from '../../cli/find-outputs.ts';

const find = (outputs: Readonly<Record<string, string>>) =>
  findOutputs(
    Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    'Alarm',
    ['Alarm', 'Topic', 'Chat'],
  );

it.each([
  ['of a stack of its own', { Alarm: 'a', Topic: 't', Other: 'x' }, [{ Alarm: 'a', Topic: 't' }]],
  ['with a name before them', { QueuesAlarm: 'a', QueuesTopic: 't' }, [{ Alarm: 'a', Topic: 't' }]],
  [
    'of several monitors, apart',
    { NightAlarm: 'a1', NightTopic: 't1', DayAlarm: 'a2', DayTopic: 't2', DayChat: 'c2' },
    [
      { Alarm: 'a1', Topic: 't1' },
      { Alarm: 'a2', Topic: 't2', Chat: 'c2' },
    ],
  ],
  [
    'with what CDK puts behind them',
    { MonitorAlarm1A2B3C4D: 'a', MonitorTopic99887766: 't' },
    [{ Alarm: 'a', Topic: 't' }],
  ],
  ['of a stack without a monitor', { Topic: 't', MyTopic: 'x' }, []],
])('findOutputs() finds the outputs %s', (_name, outputs, found) => {
  expect(find(outputs)).toEqual(found);
});
