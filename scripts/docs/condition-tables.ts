/** Tables about conditions and verdicts, with the numbers the code uses. */
import {
  CONDITION_ENTRIES,
  CONDITIONS,
  type Condition,
  isMonitorCondition,
  type KnownVerdict,
  VERDICT_CODES,
} from '../../contract/conditions.ts';
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
      return [link, meaning, toLevel(condition, levels.warning), toLevel(condition, levels.critical)];
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

function toLevel(condition: Condition, level: number | null): string {
  const isFixed = isMonitorCondition(condition);
  if (level === null) return isFixed ? 'never' : 'off';
  const { unit } = CONDITION_ENTRIES[condition];
  return `${unit === 'seconds' ? `${level} s` : `${level} ${unit}`}${isFixed ? ', fixed' : ''}`;
}
