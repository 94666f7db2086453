/** Tables about conditions and verdicts, with the numbers the code uses. */
import {
  type Condition,
  type ConfigurableCondition,
  DEFAULT_THRESHOLDS,
  ENVIRONMENT_CONDITIONS,
  type KnownVerdict,
  THRESHOLD_UNITS,
  VERDICT_CODES,
} from '../../contract/conditions.ts';
import { API_UNREACHABLE_RUNS_COUNT } from '../../lambda/judge/judge-api.ts';
import { toTable } from './markdown.ts';

/** What each condition says, in a line. The whole story is its section of docs/conditions.md. */
const MEANINGS: Readonly<Record<Condition, string>> = {
  'environment-unreadable': 'the environment cannot be read',
  'queue-stuck': 'work waits, and why: see the verdict',
  'stale-heartbeat': 'an active item sends no heartbeats',
  'stuck-starting': 'an item was acked and has not started',
  'stuck-stopping': 'an item was asked to stop and has not',
  'work-bounced': 'items end right after the ack and never start',
  'long-running': 'an item is active for too long',
  'queue-deep': 'many items are queued, 5 runs in a row',
  'api-unreachable': 'every environment, or most of them, fail in the same way',
};

const VERDICT_MEANINGS: Readonly<Record<KnownVerdict, string>> = {
  ok: 'nothing waits past the warning',
  slow: 'work is taken, but it waits',
  busy: 'every worker that is seen serves a session',
  stalled: 'something is wrong; the reason says what was seen',
  'no-workers': 'nobody polls, and no active item has a fresh heartbeat',
};

/** @param sections where each condition is explained, such as `docs/conditions.md`; empty for the same page */
export function toConditionTable(sections: string): string {
  const toLink = (condition: Condition) => `[\`${condition}\`](${sections}#${condition})`;
  return toTable(
    ['condition', 'what', 'warning', 'critical'],
    [
      ...ENVIRONMENT_CONDITIONS.map((condition) => [
        toLink(condition),
        MEANINGS[condition],
        toLevel(condition, DEFAULT_THRESHOLDS[condition].warning),
        toLevel(condition, DEFAULT_THRESHOLDS[condition].critical),
      ]),
      [
        toLink('api-unreachable'),
        MEANINGS['api-unreachable'],
        'never',
        `${API_UNREACHABLE_RUNS_COUNT} runs in a row, fixed`,
      ],
    ],
  );
}

export function toVerdictTable(): string {
  return toTable(
    ['verdict', 'QueueVerdict', 'meaning'],
    Object.entries(VERDICT_CODES).map(([verdict, code]) => [
      `\`${verdict}\``,
      String(code),
      VERDICT_MEANINGS[verdict as KnownVerdict],
    ]),
  );
}

function toLevel(condition: ConfigurableCondition, level: number | null): string {
  if (level === null) return 'off';
  const unit = THRESHOLD_UNITS[condition];
  return unit === 'seconds' ? `${level} s` : `${level} ${unit}`;
}
