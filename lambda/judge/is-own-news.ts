/** Which messages of a member its group does not stand for. */
import type { AlertGroup } from '../model/alert-group.ts';
import type { Alert } from '../model/incident.ts';
import { DEFINITIONS } from './conditions/definitions.ts';

/**
 * What a member tells itself. That its incident began is told already, even if a run died before it could remember;
 * that it goes on as before, gets less, or is over, the group tells.
 */
export function isOwnNews({ change, severity, condition }: Alert, group: AlertGroup): boolean {
  switch (change) {
    case 'worsened':
      return group.severity === 'warning';
    case 'changed':
      return severity === 'critical';
    case 'grew':
      return (DEFINITIONS[condition].growsBy ?? 'items') === 'items';
    case 'withdrawn':
      return true;
    case 'opened':
    case 'reminded':
    case 'resolved':
      return false;
  }
}
