import { describe, expect, it } from 'vitest';
import { FIRST_CHOICES } from '../../../../local/page/browser/page-state.ts';
import { formatPlace, isStep, parsePlace } from '../../../../local/page/browser/place.ts';

const choices = {
  ...FIRST_CHOICES,
  environmentId: 'env_a',
  incidentId: 'env_a.queue-stuck.20261124T120000Z',
  messageId: 'env_a.queue-stuck.20261124T120000Z.2',
  protocol: 'sms',
  atSeconds: Date.parse('2026-11-24T12:41:00Z') / 1000,
  windowMinutes: 180,
} as const;

describe('formatPlace()', () => {
  it('puts the place into an address that people can read', () => {
    expect(formatPlace(choices)).toBe(
      '?environment=env_a&incident=env_a.queue-stuck.20261124T120000Z&alert=env_a.queue-stuck.20261124T120000Z.2&as=sms&time=2026-11-24T12:41Z&minutes=180',
    );
  });

  it('leaves out what is as it is at first', () => {
    expect(formatPlace({ ...FIRST_CHOICES, environmentId: 'env_a' })).toBe('?environment=env_a');
  });
});

describe('parsePlace()', () => {
  it('finds the place that was put into an address', () => {
    expect({ ...FIRST_CHOICES, ...parsePlace(formatPlace(choices)) }).toEqual(choices);
  });

  it.each([
    ['nothing', ''],
    ['a time that is none', '?time=yesterday'],
    ['a tab that is not there', '?as=fax'],
    ['no number of minutes', '?minutes=-5'],
    ['an empty environment', '?environment='],
  ])('takes %s for no choice', (_name, search) => {
    expect(parsePlace(search)).toEqual({});
  });
});

describe('isStep()', () => {
  it('is another environment or incident, not another moment or tab', () => {
    const others = [
      { environmentId: 'env_b' },
      { incidentId: null },
      { atSeconds: null },
      { protocol: 'mail' },
    ] as const;

    expect(others.map((other) => isStep(choices, { ...choices, ...other }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
