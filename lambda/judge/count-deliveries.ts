/**
 * Counts what became of each ack, once and in order, and finds when more of them bounce than is usual here. An
 * ack is decided when its item started or bounced, or 30 s later: then it cannot bounce any more, and is kept.
 */
import type { Threshold } from '../../contract/conditions.ts';
import { type BouncedItem, type Deliveries, NO_DELIVERIES } from '../model/deliveries.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Reading } from '../model/reading.ts';
import type { WorkItem } from '../model/work-item.ts';
import {
  endingCount,
  LEAST_SHARE,
  neededInARowCount,
  neededOfLastCount,
  REMEMBERED_ACKS_COUNT,
} from './beyond-chance.ts';
import { BOUNCE_SECONDS, bounceEndAt } from './bounce.ts';
import { compareIds } from './measure.ts';

const BOUNCED = 'b';
const KEPT = 'k';
const TRACED_ITEMS_COUNT = 5;
/** The usual share is an average over about so many acks. */
const LEARNED_ACKS_COUNT = 300;
/** A smaller usual share decides nothing, and is none: fading for ever, it would be written for ever. */
const NEGLIGIBLE_SHARE = 0.001;
/** Acks that only let the usual share fade wait so long, to be written together; readings keep them for longer. */
const WAITING_MS = 15 * 60_000;

interface Ack {
  readonly item: WorkItem;
  readonly acknowledgedAt: Date;
  /** Null: it did not bounce. */
  readonly bouncedAt: Date | null;
}

/** @returns `before` itself where there is nothing worth a write */
export function countDeliveries(
  before: Deliveries,
  { completeness, items }: Pick<Reading, 'completeness' | 'items'>,
  at: Date,
  threshold: Threshold,
): Deliveries {
  if (threshold.warning === null && threshold.critical === null) return NO_DELIVERIES;
  if (completeness !== 'complete') return before;
  const acks = decidedAcks(items, before.countedUntil, at);
  const after = acks.reduce((soFar, ack) => countAck(soFar, ack, threshold), before);
  const hasNews = after.fates !== before.fates || acks.some(({ bouncedAt }) => bouncedAt !== null);
  return hasNews || (after.usualShare !== before.usualShare && hasWaited(acks, at)) ? after : before;
}

/** A version that remembered no acks has found a fault: it is not over because nothing is remembered of it. */
export function withKnownFault({
  deliveries,
  incidents,
}: Pick<EnvironmentState, 'deliveries' | 'incidents'>): Deliveries {
  const open = incidents.find(({ condition }) => condition === 'work-bounced');
  if (open === undefined || deliveries.countedUntil !== null) return deliveries;
  const fates = BOUNCED.repeat(neededInARowCount(LEAST_SHARE));
  return { ...deliveries, fates, rowSince: open.since, bouncingSince: open.openedAt };
}

const hasWaited = ([first]: readonly Ack[], at: Date): boolean =>
  first !== undefined && at.getTime() - first.acknowledgedAt.getTime() >= WAITING_MS;

/** Acks after `from`, in order, up to the first that is not decided. */
function decidedAcks(items: readonly WorkItem[], from: Date | null, at: Date): Ack[] {
  const acks = items.flatMap((item) => toAck(item)).filter(({ acknowledgedAt }) => isNew(acknowledgedAt));
  const undecided = acks.filter(({ item, acknowledgedAt, bouncedAt }) => {
    const isYoung = at.getTime() - acknowledgedAt.getTime() <= BOUNCE_SECONDS * 1000;
    return isYoung && bouncedAt === null && item.startedAt === null;
  });
  const untilMs = Math.min(...undecided.map(({ acknowledgedAt }) => acknowledgedAt.getTime()));
  return acks
    .filter(({ acknowledgedAt }) => acknowledgedAt.getTime() < untilMs)
    .sort(
      (a, b) => a.acknowledgedAt.getTime() - b.acknowledgedAt.getTime() || compareIds(a.item.id, b.item.id),
    );

  function isNew(acknowledgedAt: Date): boolean {
    return acknowledgedAt <= at && (from === null || acknowledgedAt > from);
  }
}

/** Nothing where the ack is missing, or an instant that decides cannot be read. */
function toAck(item: WorkItem): Ack[] {
  const { acknowledgedAt, unreadable = [] } = item;
  const isUnclear = item.startedAt === null && unreadable.some((name) => name !== 'latestHeartbeatAt');
  if (acknowledgedAt === null || isUnclear) return [];
  return [{ item, acknowledgedAt, bouncedAt: bounceEndAt(item) }];
}

function countAck(before: Deliveries, ack: Ack, threshold: Threshold): Deliveries {
  const { acknowledgedAt, bouncedAt } = ack;
  const all = before.fates + (bouncedAt === null ? KEPT : BOUNCED);
  const fates = all.slice(-REMEMBERED_ACKS_COUNT).replace(/^k+/, '');
  const traced = bouncedAt === null ? before.lastBounced : [toBounced(ack, bouncedAt), ...before.lastBounced];
  const counted: Deliveries = {
    ...before,
    countedUntil: acknowledgedAt,
    fates,
    rowSince: bouncedAt === null ? null : (before.rowSince ?? acknowledgedAt),
    lastBounced: traced.slice(0, Math.min(TRACED_ITEMS_COUNT, countBounced(fates))),
  };
  if (before.bouncingSince !== null) return isOver(fates) ? { ...counted, ...FORGOTTEN } : counted;
  // What leaves the memory without having become a fault is what is usual.
  const usualShare = learn(before.usualShare, all.slice(0, all.length - fates.length));
  const learned = { ...counted, usualShare };
  return { ...learned, bouncingSince: bouncedAt === null ? null : beginsAt(learned, threshold) };
}

/** Of a fault that is over. It was never usual. */
const FORGOTTEN = { fates: '', rowSince: null, lastBounced: [], bouncingSince: null };

/** @returns null where chance explains the bounces */
function beginsAt(
  { fates, rowSince, lastBounced, usualShare }: Deliveries,
  threshold: Threshold,
): Date | null {
  const level = threshold.warning ?? threshold.critical ?? Number.POSITIVE_INFINITY;
  if (countInARow(fates) >= Math.max(level, neededInARowCount(usualShare))) return rowSince;
  // A share of them is never critical.
  const isShareOfInterest = threshold.warning !== null;
  const isShareHigh = countBounced(fates) >= neededOfLastCount(usualShare);
  return isShareOfInterest && isShareHigh ? (lastBounced.at(-1)?.acknowledgedAt ?? null) : null;
}

/** As many kept acks in a row as this fault would hardly show. */
function isOver(fates: string): boolean {
  const untilLast = fates.replace(/k+$/, '');
  return (
    fates === '' || fates.length - untilLast.length >= endingCount(countBounced(untilLast), untilLast.length)
  );
}

function learn(usualShare: number, fates: string): number {
  return [...fates].reduce((share, fate) => {
    const next = share + ((fate === BOUNCED ? 1 : 0) - share) / LEARNED_ACKS_COUNT;
    return next < NEGLIGIBLE_SHARE ? 0 : next;
  }, usualShare);
}

const toBounced = ({ item, acknowledgedAt }: Ack, endedAt: Date): BouncedItem => ({
  id: item.id,
  sessionId: item.sessionId,
  acknowledgedAt,
  endedAt,
});

/** Bounces among the remembered acks. */
export const countBounced = (fates: string): number => fates.replaceAll(KEPT, '').length;

/** Bounces after the last kept ack. */
export const countInARow = (fates: string): number => fates.length - (fates.lastIndexOf(KEPT) + 1);

/** Whether so many in a row are among the remembered acks. */
export const hasRow = (fates: string, count: number): boolean =>
  fates.split(KEPT).some((row) => row.length >= count);
