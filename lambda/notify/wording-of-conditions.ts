/**
 * What is wrong, why, and what to do, in words for a tired person: one entry a condition and one a reason
 * of a stuck queue. `problem` ends a headline, so it starts small and has no full stop.
 */
import type { EnvironmentCondition, QueueReason } from '../../contract/conditions.ts';
import { countOf, type Facts } from './facts.ts';

export interface Wording {
  readonly problem: (facts: Facts) => string;
  readonly why: string;
  /** In the order in which to try them. The runbook and the command are added to every message. */
  readonly steps: readonly string[];
}

const waiting =
  (tail: string) =>
  ({ lasting }: Facts) =>
    `work has waited ${lasting} ${tail}`;

export const QUEUE_WORDING: Readonly<Record<QueueReason, Wording>> = {
  overtaken: {
    problem: waiting('while newer work is taken'),
    why: 'Newer items are being acknowledged, so the workers are there: it is the oldest item that nobody can take.',
    steps: ['Open the session of the oldest item, and stop it if it cannot run.'],
  },
  'deliveries-unacknowledged': {
    problem: waiting('and workers do not acknowledge what they get'),
    why: 'Items are handed out, and nothing was acknowledged in the last 5 min: workers fail between poll and ack.',
    steps: ['Read the log of a worker right after a poll: it crashes there, or its ack is refused.'],
  },
  'workers-not-taking': {
    problem: waiting('while workers poll and take nothing'),
    why: 'Workers poll this environment, but nothing was acknowledged in the last 5 min.',
    steps: [
      'Read the log of a worker: does it get work, and what does it do with it?',
      'Restart one worker.',
    ],
  },
  unknown: {
    problem: waiting('and the cause is not known'),
    why: 'What could be read does not show why: the list was not read whole, or the API did not say who polls.',
    steps: [
      'See whether a worker for this environment runs, and read its log.',
      'Let the workers send a Worker-ID when they poll: the API counts only those.',
    ],
  },
  slow: {
    problem: waiting('because workers do not keep up'),
    why: 'Work is being acknowledged, but more slowly than it arrives.',
    steps: ['Add workers, or wait: the queue moves.'],
  },
  busy: {
    problem: waiting('because all workers are busy'),
    why: 'Active items have fresh heartbeats and nobody is seen polling: each worker seems to serve a session.',
    steps: ['Add workers, or end sessions that no longer make progress.'],
  },
  'no-workers': {
    problem: waiting('and no worker is there'),
    why: 'Nobody polls, and no active item had a heartbeat in the last 10 min.',
    steps: [
      'Start a worker for this environment.',
      'If one should be running, read its log: it crashed, or its token is rejected.',
    ],
  },
};

type PlainCondition = Exclude<EnvironmentCondition, 'queue-stuck' | 'environment-unreadable'>;

export const CONDITION_WORDING: Readonly<Record<PlainCondition, Wording>> = {
  'stale-heartbeat': {
    problem: ({ itemCount, lasting }) =>
      itemCount === 1
        ? `1 active item stopped sending heartbeats ${lasting} ago`
        : `${itemCount} active items stopped sending heartbeats, the first ${lasting} ago`,
    why: 'A worker sends heartbeats while it lives: these workers died, hang, or cannot reach the API.',
    steps: [
      'Check the workers of these sessions, and restart what is dead or hangs.',
      'Stop items whose worker is gone: do not count on the API to end them.',
    ],
  },
  'stuck-starting': {
    problem: ({ itemCount, lasting }) =>
      itemCount === 1
        ? `1 item was acknowledged ${lasting} ago and has not started`
        : `${itemCount} items were acknowledged and have not started, the first ${lasting} ago`,
    why: 'A worker acknowledged the work and sent no heartbeat since: it died, or what it launched never began.',
    steps: [
      'Read the log of the worker at the time of the ack, and of the process or container it launches.',
    ],
  },
  'stuck-stopping': {
    problem: ({ itemCount, lasting }) =>
      itemCount === 1
        ? `1 item was asked to stop ${lasting} ago and has not`
        : `${itemCount} items were asked to stop and have not, the first ${lasting} ago`,
    why: 'A stop is complete when the worker confirms it: these workers are gone, or do not see the request.',
    steps: [
      'See whether the workers of these items still run.',
      'If not, stop the items with "force": true.',
    ],
  },
  'work-bounced': {
    problem: ({ itemCount, number }) => {
      const acknowledgedCount = number('acknowledgedCount');
      const bounced =
        acknowledgedCount === null
          ? countOf(itemCount, 'item')
          : `${itemCount} of ${countOf(acknowledgedCount, 'item')}`;
      return `${bounced} ended within 30 s of the ack and never started`;
    },
    why: 'This is what it looks like when a dispatcher launches a worker elsewhere and returns at once: its item is stopped before the worker begins.',
    steps: ['Make the dispatcher wait for the worker to end ("kubectl apply" and "docker run -d" do not).'],
  },
  'long-running': {
    problem: ({ itemCount, lasting }) =>
      itemCount === 1
        ? `1 item has been active for ${lasting}`
        : `${itemCount} items have been active too long, the first for ${lasting}`,
    why: 'Their workers live, but the sessions do not end: they may hang.',
    steps: ['Open the sessions, and stop those that no longer make progress.'],
  },
  'queue-deep': {
    problem: ({ number }) => {
      const depthCount = number('depthCount');
      return depthCount === null
        ? 'too many items are queued'
        : `${countOf(depthCount, 'item')} queued, more than expected`;
    },
    why: 'The number of queued items reached the configured level in several runs in a row.',
    steps: ['Add workers, or find what creates so much work.'],
  },
};
