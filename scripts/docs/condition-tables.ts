/** Tables about conditions and verdicts, with the numbers the code uses. */
import {
  CONDITION_ENTRIES,
  CONDITIONS,
  type Condition,
  isMonitorCondition,
  type KnownVerdict,
  SEVERITIES,
  type Severity,
  VERDICT_CODES,
} from '../../contract/conditions.ts';
import { LEARNED_CONDITIONS, LEARNED_LEVELS } from '../../contract/learnable.ts';
import { countOfUnit } from '../../lambda/model/human-words.ts';
import { toTable } from '../../local/text/markdown-table.ts';

const VERDICT_MEANINGS: Readonly<Record<KnownVerdict, string>> = {
  ok: 'nothing waits past the warning',
  slow: 'work is taken, but it waits',
  busy: 'every worker that is seen serves a session',
  stalled: 'something is wrong; the reason says what was seen',
  'no-workers': 'nobody polls, and no active item has a fresh heartbeat',
};

/** @param sections where each condition is explained, such as `docs/conditions.md`; empty for the same page */
export function toConditionTable(sections: string): string {
  return toTable(
    ['condition', 'what', 'warning', 'critical'],
    CONDITIONS.map((condition) => {
      const { meaning, levels } = CONDITION_ENTRIES[condition];
      const link = `[\`${condition}\`](${sections}#${condition})`;
      return [link, meaning, ...SEVERITIES.map((severity) => toLevel(condition, severity, levels[severity]))];
    }),
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

function toLevel(condition: Condition, severity: Severity, level: number | null): string {
  const isFixed = isMonitorCondition(condition);
  const isLearned = LEARNED_CONDITIONS.some(
    (name) => name === condition && LEARNED_LEVELS[name].some((learned) => learned === severity),
  );
  if (level === null) return isLearned ? 'learned' : isFixed ? 'never' : 'off';
  const { unit } = CONDITION_ENTRIES[condition];
  return `${unit === 'seconds' ? `${level} s` : countOfUnit(level, unit)}${isLearned ? ' until learned' : isFixed ? ', fixed' : ''}`;
}
