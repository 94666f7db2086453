/** How an environment is, from its verdict and its open incidents. */
import type { Verdict } from '../../../contract/conditions.ts';
import type { IncidentView, JudgedEnvironment } from '../page-model.ts';
import { STALL_WORDS, type Tone, VERDICT_WORDS, worstOf } from './wording.ts';

export const TONES_WORST_FIRST: readonly Tone[] = ['critical', 'warning', 'unknown', 'ok'];

export function openIncidentsOf(incidents: readonly IncidentView[], environmentId: string): IncidentView[] {
  return incidents.filter(
    (incident) => incident.endedAt === null && incident.environmentIds.includes(environmentId),
  );
}

/** An open incident is known whatever could not be read since. */
export function toneOf(verdict: Verdict, open: readonly IncidentView[]): Tone {
  return worstOf(open.map(({ severity }) => severity)) ?? (verdict === 'unknown' ? 'unknown' : 'ok');
}

/** Why several environments could not be read: it is said once, instead of in each of their rows. */
export interface SharedFault {
  readonly message: string;
  readonly environmentIds: readonly string[];
}

/** @returns what most of those that could not be read have in common, or null where no two have */
export function toSharedFault(environments: readonly JudgedEnvironment[]): SharedFault | null {
  const faults = new Map<string, string[]>();
  for (const { id, unread } of environments) {
    if (unread === null) continue;
    const message = unread.replaceAll(id, '…');
    faults.set(message, [...(faults.get(message) ?? []), id]);
  }
  const [most] = [...faults].toSorted(([, a], [, b]) => b.length - a.length);
  if (most === undefined || most[1].length < 2) return null;
  return { message: most[0], environmentIds: most[1] };
}

export function whyOf(
  { id, verdict, unread }: JudgedEnvironment,
  open: readonly IncidentView[],
  shared: SharedFault | null,
): string {
  if (unread !== null) return shared?.environmentIds.includes(id) ? 'Not read, as others' : unread;
  const stuck = open.find(({ condition }) => condition === 'queue-stuck');
  if (verdict === 'ok' && stuck !== undefined) return 'Work is taken again; over when clear for 5 min';
  return (verdict === 'stalled' ? STALL_WORDS[stuck?.reason ?? ''] : undefined) ?? VERDICT_WORDS[verdict].why;
}
