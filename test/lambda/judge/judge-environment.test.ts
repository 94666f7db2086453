import { describe, expect, it } from 'vitest';
import { CONDITION_ENTRIES, ENVIRONMENT_CONDITIONS } from '../../../contract/conditions.ts';
import {
  type Circumstances,
  judgeEnvironment,
  withdrawEnvironment,
} from '../../../lambda/judge/judge-environment.ts';
import type { Environment } from '../../../lambda/model/directory.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import {
  AT,
  aFailedReading,
  ago,
  anActiveItem,
  aReading,
  aWorkItem,
  someRules,
} from '../../support/a-work-item.ts';

const ENVIRONMENT: Environment = { id: 'env_a', name: 'nightly', isArchived: false };
const ARCHIVED: Environment = { ...ENVIRONMENT, isArchived: true };
const STUCK = aReading([aWorkItem({ createdAt: ago(400) })]);
const NOT_FOUND = aFailedReading({
  error: { status: 404, type: 'not_found_error', message: 'Environment not found', requestId: null },
});

const judge = (
  reading: Reading,
  before: EnvironmentState = EMPTY_STATE,
  environment = ENVIRONMENT,
  circumstances: Circumstances = {},
) =>
  judgeEnvironment(environment, reading, before, { at: AT, previousAt: ago(60) }, someRules(), circumstances);

/** The state after work was found stuck and told. */
const WITH_INCIDENT: EnvironmentState = { ...judge(STUCK).state, outbox: [] };
const changesOf = ({ outbox }: EnvironmentState) =>
  outbox.map(({ condition, change, ending }) => [condition, change, ending].join(' ').trim());

describe('judgeEnvironment()', () => {
  it('puts what it tells at the end of the outbox', () => {
    const waiting = judge(STUCK).state;
    const { state } = judge(aReading([anActiveItem(700), ...STUCK.items]), waiting);

    expect(changesOf(state)).toEqual(['queue-stuck opened', 'stale-heartbeat opened']);
  });

  it('publishes nothing of a reading that failed, and ends nothing', () => {
    const { metrics, verdict, state } = judge(aFailedReading(), WITH_INCIDENT);

    expect([metrics, verdict]).toEqual([{}, 'unknown']);
    expect(state.incidents).toEqual(WITH_INCIDENT.incidents);
    expect(state.failedRunCount).toBe(1);
  });

  it('opens from a partial reading and publishes nothing of it', () => {
    const { metrics, state } = judge({ ...STUCK, completeness: 'partial' });

    expect(metrics).toEqual({});
    expect(changesOf(state)).toEqual(['queue-stuck opened']);
  });

  it('withdraws what only sessions tell of where they are not read, and nothing else', () => {
    const incidents = ENVIRONMENT_CONDITIONS.flatMap((condition) =>
      WITH_INCIDENT.incidents.map((incident) => ({ ...incident, condition })),
    );
    const ofSessions = ENVIRONMENT_CONDITIONS.filter((condition) =>
      CONDITION_ENTRIES[condition].meaning.endsWith('(with sessions)'),
    );

    const { state } = judge(aFailedReading(), { ...WITH_INCIDENT, incidents });

    expect(changesOf(state)).toEqual(ofSessions.map((condition) => `${condition} withdrawn not-configured`));
  });

  it('keeps quiet about its failure while the API is told to be down', () => {
    const failing = { ...EMPTY_STATE, failedRunCount: 9 };

    expect(changesOf(judge(aFailedReading(), failing).state)).toEqual(['environment-unreadable opened']);
    expect(changesOf(judge(aFailedReading(), failing, ENVIRONMENT, { isQuiet: true }).state)).toEqual([]);
    expect(judge(aFailedReading(), failing, ENVIRONMENT, { isQuiet: true }).state.failedRunCount).toBe(10);
  });

  /** What each of three runs tells of another incident than that of the failure itself. */
  const playThrice = (reading: Reading) => {
    let state = WITH_INCIDENT;
    return [1, 2, 3].map(() => {
      state = judge(reading, { ...state, outbox: [] }).state;
      return changesOf(state).filter((change) => !change.startsWith('environment-unreadable'));
    });
  };

  it.each<[string, Reading, string[]]>([
    ["withdraws on the third of the API's own 404s", NOT_FOUND, ['queue-stuck withdrawn not-found']],
    [
      'not on a 404 of something in between',
      aFailedReading({ error: { status: 404, type: 'unexpected_response', message: 'No', requestId: null } }),
      [],
    ],
    ['not on a 404 in the middle of a walk', { ...NOT_FOUND, completeness: 'partial' }, []],
    ['not on a 403', aFailedReading(), []],
  ])('%s', (_name, reading, changes) => {
    const [first, second, third] = playThrice(reading);

    expect([first, second, third]).toEqual([[], [], changes]);
  });

  it('counts 404s in a row: one that is followed by a reading was a slip', () => {
    const twice = judge(NOT_FOUND, judge(NOT_FOUND, WITH_INCIDENT).state).state;
    const read = judge(STUCK, twice).state;

    expect(changesOf(judge(NOT_FOUND, read).state)).toEqual([]);
  });

  it('tells the 404 itself as environment-unreadable, which that does not withdraw', () => {
    const failing: EnvironmentState = {
      ...WITH_INCIDENT,
      failedRunCount: 2,
      failingSince: ago(120),
      streaks: { 'not-found': { runCount: 2, since: ago(120) } },
    };
    const first = judge(NOT_FOUND, failing).state;
    const second = judge(NOT_FOUND, { ...first, outbox: [] }).state;

    expect(changesOf(first)).toEqual(['queue-stuck withdrawn not-found', 'environment-unreadable opened']);
    expect(changesOf(second)).toEqual([]);
  });

  it.each<[string, Environment, Reading, boolean]>([
    ['archived, nothing live', ARCHIVED, aReading([]), true],
    ['archived, all stopped', ARCHIVED, aReading([aWorkItem({ state: 'stopped', stoppedAt: ago(5) })]), true],
    ['archived, one queued', ARCHIVED, STUCK, false],
    ['archived, one in an unknown state', ARCHIVED, aReading([aWorkItem({ state: 'other' })]), false],
    ['archived, but not read whole', ARCHIVED, aReading([], { completeness: 'partial' }), false],
    ['not archived', ENVIRONMENT, aReading([]), false],
  ])('is drained or not: %s', (_name, environment, reading, isDrained) => {
    const judgement = judge(reading, WITH_INCIDENT, environment);

    expect(judgement.isDrained).toBe(isDrained);
    expect(changesOf(judgement.state)).toEqual(isDrained ? ['queue-stuck withdrawn archived'] : []);
  });
});

describe('judgeEnvironment() after a version that remembered no acks', () => {
  it('goes on with an incident of bounced work until acks show that it is over', () => {
    const bounced = aReading(
      [1, 2, 3].map((number) =>
        aWorkItem({
          state: 'stopped',
          createdAt: ago(100 * number),
          acknowledgedAt: ago(90 * number),
          stoppedAt: ago(90 * number - 5),
        }),
      ),
    );
    const { incidents } = judge(bounced).state;
    expect(incidents.map(({ condition }) => condition)).toEqual(['work-bounced']);

    const { state } = judge(aReading([]), { ...EMPTY_STATE, incidents });
    expect(state.incidents).toMatchObject([{ condition: 'work-bounced', clearSince: null }]);
    expect(state.deliveries).toMatchObject({ fates: 'bbb', bouncingSince: AT });
  });
});

describe('withdrawEnvironment()', () => {
  it('ends every incident and keeps what waits to be told', () => {
    const waiting = judge(STUCK).state;

    const state = withdrawEnvironment(ENVIRONMENT, waiting, someRules(), AT, 'not-configured');

    expect(state.incidents).toEqual([]);
    expect(changesOf(state)).toEqual(['queue-stuck opened', 'queue-stuck withdrawn not-configured']);
  });
});
