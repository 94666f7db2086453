/** One line that says what is wrong and where, shortened so that what is wrong survives. */
import { isMonitorCondition } from '../../contract/conditions.ts';
import { countOf } from '../model/human-words.ts';
import { type Alert, environmentCountOf } from '../model/incident.ts';
import { CHANGE_LABELS } from './change-words.ts';
import { cut, toAscii, toId, toPlainText } from './clean-text.ts';

const NAME_LENGTH = 60;

export interface Headlines {
  /** `CRITICAL: nightly-reports (env_x): work has waited 27 min and no worker is there` */
  readonly full: string;
  /** The same in printable ASCII, with the shorter of name and id dropped; the longest first. */
  readonly short: readonly string[];
}

/** @param problem what is wrong, or how it ended */
export function toHeadlines(alert: Alert, monitor: string, problem: string): Headlines {
  const label = CHANGE_LABELS[alert.change](alert);
  const toLine = (place: string) => `${label}: ${place}: ${problem}`;
  return {
    full: toLine(placesOf(alert, monitor, toPlainText)[0]),
    short: placesOf(alert, monitor, toAscii).map((place) => toAscii(toLine(place), Number.MAX_SAFE_INTEGER)),
  };
}

export function fitHeadline({ short }: Headlines, maxLength: number): string {
  return short.find((line) => line.length <= maxLength) ?? cut(short.at(-1) ?? '', maxLength);
}

/** Ways to say where, the fullest first. */
function placesOf(
  alert: Alert,
  monitor: string,
  clean: (text: string, maxLength: number) => string,
): [string, ...string[]] {
  const { condition, environmentIds, environmentName } = alert;
  if (isMonitorCondition(condition)) {
    const name = clean(monitor, NAME_LENGTH);
    return [`monitor ${name}`, `monitor ${cut(name, 24)}`, 'monitor'];
  }
  if (environmentIds.length > 1) return [countOf(environmentCountOf(alert), 'environment')];
  const id = toId(environmentIds[0] ?? 'environment');
  const name = clean(environmentName ?? '', NAME_LENGTH);
  // A name of which the protocol can show nothing, such as a Chinese one in ASCII, says less than the id.
  if (!/[\p{L}\p{N}]/u.test(name)) return [id, cut(id, 24)];
  return [`${name} (${id})`, name, cut(name, 24)];
}
