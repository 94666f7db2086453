/** How an environment is, from its verdict and its open incidents. */
import type { EnvironmentView, IncidentView, NowView } from '../page-model.ts';
import { STALL_WORDS, type Tone, VERDICT_WORDS, worstOf } from './wording.ts';

export function openIncidentsOf(
  { incidents }: Pick<NowView, 'incidents'>,
  environmentId: string,
): IncidentView[] {
  return incidents.filter(
    (incident) => incident.endedAt === null && incident.environmentIds.includes(environmentId),
  );
}

/** An open incident is known whatever could not be read since. */
export function toneOf({ verdict }: EnvironmentView, open: readonly IncidentView[]): Tone {
  return worstOf(open.map(({ severity }) => severity)) ?? (verdict === 'unknown' ? 'unknown' : 'ok');
}

export function whyOf({ verdict, unread }: EnvironmentView, open: readonly IncidentView[]): string {
  if (unread !== null) return unread;
  const stuck = open.find(({ condition }) => condition === 'queue-stuck');
  if (verdict === 'ok' && stuck !== undefined) return 'Work is taken again; over when clear for 5 min';
  return (verdict === 'stalled' ? STALL_WORDS[stuck?.reason ?? ''] : undefined) ?? VERDICT_WORDS[verdict].why;
}
