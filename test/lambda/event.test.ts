import { describe, expect, it } from 'vitest';
import { SCHEDULER_INPUT } from '../../contract/deployment.ts';
import { parseEvent } from '../../lambda/config.ts';

const SCHEDULED = { schemaVersion: 1, scheduledTime: '2026-11-24T10:15:00Z' };
const TIME_REMEDY = 'send only the time the run was scheduled for, such as 2026-11-24T10:15:00Z';

describe('parseEvent()', () => {
  it.each([
    ['2026-11-24T10:15:00Z', '2026-11-24T10:15:00.000Z'],
    ['2026-11-24T10:15:59Z', '2026-11-24T10:15:00.000Z'],
    ['2026-11-24T10:15:59.999999999Z', '2026-11-24T10:15:00.000Z'],
  ])('takes %s as the minute %s', (scheduledTime, minute) => {
    expect(parseEvent({ ...SCHEDULED, scheduledTime }).toISOString()).toBe(minute);
  });

  it("knows every field of the scheduler's input", () => {
    expect(parseEvent({ ...SCHEDULER_INPUT, ...SCHEDULED })).toEqual(new Date('2026-11-24T10:15:00Z'));
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', null, ['(whole): null: ']],
    ['no time', { schemaVersion: 1 }, ['scheduledTime: missing: it is required']],
    ['another version', { ...SCHEDULED, schemaVersion: 2 }, ['schemaVersion: 2: send 1']],
    [
      'a placeholder that was not replaced',
      SCHEDULER_INPUT,
      [`scheduledTime: "<aws.scheduler.scheduled-time>": ${TIME_REMEDY}`],
    ],
    ['a local time', { ...SCHEDULED, scheduledTime: '2026-11-24T10:15:00' }, [TIME_REMEDY]],
    ['a time that does not exist', { ...SCHEDULED, scheduledTime: '2026-13-24T10:15:00Z' }, [TIME_REMEDY]],
    ['a number', { ...SCHEDULED, scheduledTime: 1_795_515_300 }, [TIME_REMEDY]],
    [
      'everything wrong at once',
      { schemaVersion: '1', environments: ['env_x'], baseUrl: 'https://evil.example' },
      [
        'schemaVersion: "1": send 1',
        'scheduledTime: missing: it is required',
        'environments: ["env_x"]: remove it: there is no setting of this name',
        'baseUrl: "https://evil.example": remove it: there is no setting of this name',
      ],
    ],
  ])('refuses %s', (_name, event, parts) => {
    const message = messageOf(() => parseEvent(event));

    expect(message.startsWith('The event is not valid:\n')).toBe(true);
    for (const part of parts) expect(message).toContain(part);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
