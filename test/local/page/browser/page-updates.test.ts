import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../local/page/browser/page-state.ts';
import { append, startWith } from '../../../../local/page/browser/page-updates.ts';
import type { PageUpdate } from '../../../../local/page/page-model.ts';
import { anAlert, anEnvironment, anIncident, aPageState, aRun, secondsOf } from './a-page-state.ts';

const story = anIncident([{ minute: 1, id: 'm-1' }]);

function anUpdate(changes: Partial<PageUpdate> = {}): PageUpdate {
  const { now } = aPageState({ environments: [anEnvironment()], incidents: [story] });
  return { now, runs: [0, 1, 2].map((minute) => aRun(minute)), alerts: [anAlert(1)], ...changes };
}
const follow = (asked: Partial<Choices>, update = anUpdate()) => startWith(update, asked);

describe('startWith()', () => {
  it('goes where a link leads', () => {
    const asked = {
      environmentId: 'env_a',
      incidentId: story.id,
      messageId: 'm-1',
      atSeconds: secondsOf(1),
    };

    expect(follow(asked)).toMatchObject({ choices: asked, missing: [] });
  });

  it.each([
    ['an environment', 'environment', { environmentId: 'env_gone' }],
    ['an incident', 'incident', { incidentId: 'env_a.queue-stuck.0' }],
    ['an alert', 'alert', { messageId: 'm-0' }],
    ['a time before the first run', 'time', { atSeconds: secondsOf(-5) }],
    ['a time that has not come', 'time', { atSeconds: secondsOf(30) }],
  ])(
    'shows how it is now, and says so, where a link leads to %s that is not there',
    (_name, missing, asked) => {
      const { choices, missing: said } = follow(asked);

      expect(choices).toMatchObject({
        environmentId: 'env_a',
        incidentId: null,
        messageId: null,
        atSeconds: null,
      });
      expect(said).toEqual([missing]);
    },
  );

  it('keeps the environment of a link until the first run has told which there are', () => {
    const { now } = aPageState({ environments: [] });
    const early = follow({ environmentId: 'env_b' }, anUpdate({ now, runs: [], alerts: [] }));
    const environments = [anEnvironment(), anEnvironment({ id: 'env_b' })];
    const { choices } = append(early, { ...anUpdate(), now: { ...now, environments } });

    expect(early.missing).toEqual([]);
    expect(choices.environmentId).toBe('env_b');
  });

  it('looks at the worst where nobody has chosen', () => {
    const environments = [anEnvironment(), anEnvironment({ id: 'env_b' })];
    const incidents = [anIncident([{ minute: 1 }], { environmentIds: ['env_b'] })];
    const { now } = aPageState({ environments, incidents });
    const early = follow({}, anUpdate({ now: { ...now, incidents: [] }, runs: [], alerts: [] }));

    expect(early.choices.environmentId).toBe('env_a');
    expect(append(early, anUpdate({ now })).choices.environmentId).toBe('env_b');
    expect(follow({}, anUpdate({ now })).choices.environmentId).toBe('env_b');
  });
});

describe('append()', () => {
  it('looks at the worst once the chosen environment is there no longer', () => {
    const environments = [anEnvironment(), anEnvironment({ id: 'env_b' })];
    const { now } = aPageState({ environments, incidents: [story] });
    const state = follow({ environmentId: 'env_b' }, anUpdate({ now }));
    const { choices, missing } = append(state, { ...anUpdate(), runs: [aRun(3)], alerts: [] });

    expect(choices.environmentId).toBe('env_a');
    expect(missing).toEqual(['environment']);
  });

  it('lets go of an incident that is no longer kept, so that the list of alerts is not empty for ever', () => {
    const { now } = aPageState();
    const state = append(follow({ environmentId: 'env_a', incidentId: story.id }), {
      now,
      runs: [aRun(3)],
      alerts: [],
    });

    expect(state.choices.incidentId).toBeNull();
  });
});
