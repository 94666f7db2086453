/** From an alert to what the sentences of its condition may speak of: clean, and null where it is not known. */
import { toTokenCommand } from '../../contract/commands.ts';
import type { Facts } from '../judge/conditions/condition-definition.ts';
import { formatDuration, secondsBetween } from '../model/human-words.ts';
import type { Alert } from '../model/incident.ts';
import { toPlainText } from './clean-text.ts';
import type { NamedByCommands } from './links.ts';

const TEXT_LENGTH = 300;

export function toFacts(
  { environmentIds, itemCount, reason, since, at, evidence }: Alert,
  named: NamedByCommands,
): Facts {
  const isOfSeveral = environmentIds.length > 1;
  return {
    reason,
    tokenCommand: toTokenCommand(named.tokenSecretId, named),
    itemCount,
    lasting: formatDuration(secondsBetween(since, at)),
    where: isOfSeveral ? 'these environments' : 'this environment',
    isOfSeveral,
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
