/** One line that says what is wrong and where, shortened so that what is wrong survives. */
import type { Alert } from '../model/incident.ts';
import { cut, toAscii, toId, toPlainText } from './clean-text.ts';
import { wordsOf } from './wording.ts';
import { CHANGE_LABELS } from './wording-of-changes.ts';

const NAME_LENGTH = 60;

/** `CRITICAL: nightly-reports (env_x): work has waited 27 min and no worker is there` */
export function toHeadline(alert: Alert, monitor: string): string {
  const place = placesOf(alert, monitor, toPlainText)[0] ?? '';
  return headline(alert, monitor, place);
}

/** The same in printable ASCII, with the shorter of name and id dropped where both do not fit. */
export function toShortHeadline(alert: Alert, monitor: string, maxLength: number): string {
  const lines = placesOf(alert, monitor, toAscii).map((place) =>
    toAscii(headline(alert, monitor, place), Number.MAX_SAFE_INTEGER),
  );
  const fitting = lines.find((line) => line.length <= maxLength);
  return fitting ?? cut(lines.at(-1) ?? '', maxLength);
}

function headline(alert: Alert, monitor: string, place: string): string {
  const label = CHANGE_LABELS[alert.change](alert.severity);
  return `${label}: ${place}: ${wordsOf(alert, monitor).problem}`;
}

/** Ways to say where, the fullest first. */
function placesOf(
  alert: Alert,
  monitor: string,
  clean: (text: string, maxLength: number) => string,
): string[] {
  const { condition, environmentIds, environmentName } = alert;
  if (condition === 'api-unreachable') return [`monitor ${clean(monitor, NAME_LENGTH)}`];
  const id = toId(environmentIds[0] ?? 'environment');
  const name = clean(environmentName ?? '', NAME_LENGTH);
  // A name of which the protocol can show nothing, such as a Chinese one in ASCII, says less than the id.
  if (!/[\p{L}\p{N}]/u.test(name)) return [id, cut(id, 24)];
  return [`${name} (${id})`, name, cut(name, 24)];
}
