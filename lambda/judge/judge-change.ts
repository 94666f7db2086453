/** What there is to tell of an incident whose condition holds. Quiet is a feature: a message must be news. */
import type { Change, Condition } from '../../contract/conditions.ts';
import type { Finding, Incident } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds } from '../model/work-item.ts';
import { DEFINITIONS } from './conditions/definitions.ts';
import { countNew } from './to-alert.ts';

const MINUTE_MS = 60_000;
export const REMINDER_MS = 4 * 60 * MINUTE_MS;
/** From one message to the next about the same, or back to a cause that was told before; twice as long each time. */
const FIRST_QUIET_MS = 15 * MINUTE_MS;
/** What comes so soon after a message belongs to what it told: the items of one dead host do not fall silent at once. */
const WAVE_MS = 2 * MINUTE_MS;
/** That it will be over so soon is no news: that it is over will be. */
const SOON_OVER_SECONDS = 300;
/** What returns within this time of its end is the same incident, and told at most this often. */
export const RETURN_MS = 60 * MINUTE_MS;

type Told = Pick<
  Incident,
  'condition' | 'lastToldAt' | 'lastToldAgeSeconds' | 'toldReasons' | 'grownCount' | 'messageCount'
>;

export function judgeChange(
  incident: Incident,
  finding: Finding,
  completeness: Reading['completeness'],
  at: Date,
): Change | null {
  if (incident.messageCount === 0) return 'opened';
  if (incident.isReturnUntold) return isReturnNews(incident, finding, at) ? 'opened' : null;
  if (incident.isWorseningUntold) return 'worsened';
  // Numbers of a partial reading are lower bounds: enough to open and worsen, not to tell growth.
  if (completeness !== 'partial') {
    if (hasOtherCause(incident, finding, at)) return 'changed';
    if (finding.easing === undefined && hasGrown(incident, finding, at)) return 'grew';
  }
  const isDue = quietMs(incident, at) >= REMINDER_MS && DEFINITIONS[incident.condition].isToldOnce !== true;
  return isDue ? 'reminded' : null;
}

const quietMs = ({ lastToldAt }: Pick<Told, 'lastToldAt'>, at: Date) => at.getTime() - lastToldAt.getTime();

const toCause = (condition: Condition, reason: string | null): string | null =>
  DEFINITIONS[condition].causeOf?.(reason) ?? null;

/** What was told once this reason is, too. */
export function withTold(
  { condition, toldReasons }: Pick<Incident, 'condition' | 'toldReasons'>,
  reason: string | null,
): readonly string[] {
  if (reason === null || DEFINITIONS[condition].causeOf?.(reason) === undefined) return toldReasons;
  const cause = toCause(condition, reason);
  return [...toldReasons.filter((told) => toCause(condition, told) !== cause), reason];
}

/** Worse, or for another cause, or not told for long. */
function isReturnNews(told: Told, { severity, reason }: Finding, at: Date): boolean {
  const isOtherCause = toCause(told.condition, reason) !== null && causeIndex(told, reason) === -1;
  return severity === 'critical' || isOtherCause || quietMs(told, at) >= RETURN_MS;
}

/** A cause that was told before is told again only after a while: causes flap. */
function hasOtherCause(told: Told, { reason, easing }: Finding, at: Date): boolean {
  if (easing !== undefined && easing.secondsLeft <= SOON_OVER_SECONDS) return false;
  const index = causeIndex(told, reason);
  if (index === told.toldReasons.length - 1) return false;
  return index === -1 || quietMs(told, at) >= FIRST_QUIET_MS;
}

/** @returns -1: it was not told; where a reason is no news, it is as good as the last */
function causeIndex({ condition, toldReasons }: Told, reason: string | null): number {
  const cause = toCause(condition, reason);
  if (cause === null) return toldReasons.length - 1;
  return toldReasons.findIndex((told) => toCause(condition, told) === cause);
}

function hasGrown(told: Told, finding: Finding, at: Date): boolean {
  const { growsBy = 'items' } = DEFINITIONS[told.condition];
  if (growsBy === 'nothing') return false;
  if (growsBy === 'age') {
    const hasDoubled = ageSeconds(finding.since, at) >= 2 * told.lastToldAgeSeconds;
    return hasDoubled && quietMs(told, at) >= quietAfter(told.messageCount - 1);
  }
  const isFirst = told.grownCount === 0 && finding.items.some(({ crossedAt }) => isLater(crossedAt, told));
  const isNews = countNew(told, finding) > 0;
  return isNews && (isFirst || quietMs(told, at) >= quietAfter(told.messageCount - 2));
}

const quietAfter = (messageCount: number): number =>
  Math.min(FIRST_QUIET_MS * 2 ** Math.max(0, messageCount), REMINDER_MS);

const isLater = (crossedAt: Date, { lastToldAt }: Pick<Told, 'lastToldAt'>): boolean =>
  crossedAt.getTime() - lastToldAt.getTime() > WAVE_MS;
