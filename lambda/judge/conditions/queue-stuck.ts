/** The oldest queued item has waited for too long; the reason says why. */
import { QUEUE_REASONS, type QueueReason } from '../../../contract/conditions.ts';
import { countOf, formatDuration } from '../../model/human-words.ts';
import { findItemsPast, severityOf } from '../items-past-threshold.ts';
import { queueSecondsLeft } from '../queue-drain.ts';
import {
  type EnvironmentDefinition,
  type FactsOf,
  fateOfItem,
  say,
  type Words,
} from './condition-definition.ts';
import { type NormalEvidence, normalLine, usedLevels, withNormal } from './normal-evidence.ts';

type QueueStuckEvidence = NormalEvidence & {
  readonly depthCount: number;
  readonly oldestQueuedAgeSeconds: number;
  readonly acknowledgedLast300sCount: number;
  readonly pendingCount: number | null;
  readonly workersPollingCount: number | null;
  readonly freshHeartbeatCount: number;
  readonly activeCount: number;
  readonly startingCount: number;
  /** Until nothing waits, at the pace of now; null: the queue does not get shorter. */
  readonly secondsLeft: number | null;
};

/** `problem` goes on from "work has waited 27 min". */
const QUEUE_WORDS: Readonly<Record<QueueReason, (isOfSeveral: boolean) => Words>> = {
  overtaken: (isOfSeveral) => ({
    problem: 'while newer work is taken',
    why: 'Workers are there and take newer items, but not the oldest one.',
    steps: [
      isOfSeveral
        ? 'Open the session of the oldest item of each, and stop what cannot run.'
        : 'Open the session of the oldest item, and stop it if it cannot run.',
    ],
  }),
  'deliveries-unacknowledged': () => ({
    problem: 'and workers do not acknowledge what they get',
    why: 'Items are handed out and not acked: workers fail in between.',
    steps: ["Read a worker's log right after a poll: a crash, or a refused ack?"],
  }),
  'workers-not-taking': () => ({
    problem: 'while workers poll and take nothing',
    why: 'Workers poll, but nothing was acknowledged of late.',
    steps: ["Read a worker's log: does it get work, and what becomes of it?", 'Restart one worker.'],
  }),
  unknown: (isOfSeveral) => ({
    problem: 'and the cause is not known',
    why: 'What could be read of the queue does not show the cause.',
    more: 'The list was not read whole, the API did not say who polls, or every worker holds a session that does not end.',
    steps: [
      isOfSeveral
        ? 'See whether workers for these environments run, and read their logs.'
        : 'See whether a worker for this environment runs, and read its log.',
      'Let the workers send a Worker-ID when they poll: the API counts only those.',
    ],
  }),
  slow: () => ({
    problem: 'because workers do not keep up',
    why: 'Work is being taken, but not fast enough for what waits.',
    steps: ['Add workers, or wait: the queue moves.'],
  }),
  busy: () => ({
    problem: 'because all workers are busy',
    why: 'Each worker seems to serve a session: items beat, nobody polls.',
    steps: ['Add workers, or end sessions that no longer make progress.'],
  }),
  'no-workers': (isOfSeveral) => ({
    problem: 'and no worker is there',
    why: 'Nobody polls, and no active item sends heartbeats.',
    steps: isOfSeveral
      ? [
          'Start workers for each of these environments.',
          'If some should be running, read their logs: they crashed, or their token is rejected.',
        ]
      : [
          'Start a worker for this environment.',
          'If one should be running, read its log: it crashed, or its token is rejected.',
        ],
  }),
};

/** Reasons that come and go for the same cause; not to know one is no news. */
const CAUSES: Readonly<Partial<Record<string, string>>> = {
  overtaken: 'item',
  'deliveries-unacknowledged': 'not-taken',
  'workers-not-taking': 'not-taken',
  slow: 'capacity',
  busy: 'capacity',
  'no-workers': 'no-workers',
};

const isCapacityReason = (reason: string | null): boolean => reason === 'slow' || reason === 'busy';

const toEasingWords = (secondsLeft: number): Words => ({
  problem: `and the queue drains: about ${formatDuration(secondsLeft)} left`,
  why: 'More work is taken than arrives.',
  steps: ['Nothing, unless that is too long: then add workers.'],
});

export const queueStuck: EnvironmentDefinition<QueueStuckEvidence> = {
  find: (observed, threshold) => {
    const { queue, sample } = observed;
    const { verdict, reason, facts } = queue;
    const { queued } = sample.byState;
    const reached = severityOf(queued[0]?.ageSeconds ?? 0, threshold);
    // Slow and busy are a matter of capacity, and without a verdict nobody is woken up for a guess.
    const isCapacity = isCapacityReason(verdict) || verdict === 'unknown';
    const severity =
      isCapacity && reached !== null ? (threshold.warning === null ? null : 'warning') : reached;
    const secondsLeft = queueSecondsLeft(sample);
    const found = findItemsPast(severity, reason ?? 'unknown', queued, threshold, () => ({
      depthCount: sample.stateCounts.queued,
      oldestQueuedAgeSeconds: queued[0]?.ageSeconds ?? 0,
      acknowledgedLast300sCount: facts.acknowledgedRecentlyCount,
      pendingCount: facts.pendingCount,
      workersPollingCount: facts.workersPollingCount,
      freshHeartbeatCount: facts.freshHeartbeatCount,
      activeCount: sample.stateCounts.active,
      startingCount: sample.stateCounts.starting,
      secondsLeft,
    }));
    // An item that nobody can take does not wait for the others.
    const isEasing = isCapacity && secondsLeft !== null;
    const normal = withNormal(found, 'pickup', observed, threshold);
    return normal !== null && isEasing ? { ...normal, easing: { secondsLeft } } : normal;
  },
  words: ({ reason, lasting, isOfSeveral, number }) => {
    const known = QUEUE_REASONS.find((each) => each === reason) ?? 'unknown';
    const secondsLeft = number('secondsLeft');
    const isEasing = secondsLeft !== null && isCapacityReason(known);
    const { problem, ...words } = isEasing ? toEasingWords(secondsLeft) : QUEUE_WORDS[known](isOfSeveral);
    // Of several it is the longest.
    return { ...words, problem: `work has waited ${isOfSeveral ? 'up to ' : ''}${lasting} ${problem}` };
  },
  growsBy: 'age',
  // Only an item that nobody can take stands in its own way.
  isEndedByForce: (reason) => reason === 'overtaken',
  causeOf: (reason) => CAUSES[reason ?? ''] ?? null,
  evidenceLines: (facts) => [
    say(facts.number('depthCount'), (count) => `${countOf(count, 'item')} queued`),
    say(facts.number('oldestQueuedAgeSeconds'), (age) => `the oldest queued for ${formatDuration(age)}`),
    normalLine(facts, 'wait'),
    say(
      facts.number('acknowledgedLast300sCount'),
      (count) => `${countOf(count, 'item')} acknowledged in the last 5 min`,
    ),
    say(facts.number('pendingCount'), (count) => `${countOf(count, 'item')} handed out and not acknowledged`),
    say(
      facts.number('workersPollingCount'),
      (count) => `${countOf(count, 'worker')} polling with a Worker-ID`,
    ),
    say(facts.number('startingCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'item')} starting`,
    ),
    activeLine(facts),
  ],
  levels: usedLevels,
  endings: {
    recovered: 'the waiting work was taken',
    stopped: 'the waiting work was stopped, not done',
    'no-longer-listed': 'the waiting work is no longer listed',
  },
  // A queued item that a worker took has left the queue the way it should, even if it is over by now.
  fateOf: (item) => (item !== undefined && item.acknowledgedAt !== null ? 'recovered' : fateOfItem(item)),
  example: {
    depthCount: 34,
    oldestQueuedAgeSeconds: 1620,
    acknowledgedLast300sCount: 0,
    pendingCount: 0,
    workersPollingCount: 0,
    freshHeartbeatCount: 0,
    activeCount: 2,
    startingCount: 0,
    secondsLeft: null,
    normalFromSeconds: 3,
    normalToSeconds: 50,
    warningSeconds: 150,
    criticalSeconds: 900,
  },
};

function activeLine({ number }: FactsOf<QueueStuckEvidence>): string | null {
  const freshCount = number('freshHeartbeatCount');
  return say(number('activeCount'), (activeCount) => {
    const fresh = activeCount === 0 || freshCount === null ? '' : `, ${freshCount} with a fresh heartbeat`;
    return `${countOf(activeCount, 'item')} active${fresh}`;
  });
}
