/** From an alert to what the sentences of its condition may speak of: clean, and null where it is not known. */
import type { Facts } from '../judge/conditions/condition-definition.ts';
import { formatDuration, secondsBetween } from '../model/human-words.ts';
import type { Alert } from '../model/incident.ts';
import { toId, toPlainText } from './clean-text.ts';

const TEXT_LENGTH = 300;

export function toFacts(
  { environmentIds, itemCount, reason, since, at, evidence }: Alert,
  monitor: string,
): Facts {
  return {
    reason,
    monitor: toId(monitor),
    itemCount,
    lasting: formatDuration(secondsBetween(since, at)),
    where: environmentIds.length > 1 ? 'these environments' : 'this environment',
    number: (name) => {
      const value = evidence[name];
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    },
    text: (name) => {
      const value = evidence[name];
      return typeof value === 'string' && value !== '' ? toPlainText(value, TEXT_LENGTH) : null;
    },
  };
}
