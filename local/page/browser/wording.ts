/** What the page calls verdicts, changes and how bad they are. The alerts have longer words. */
import type { Change, Severity, Verdict } from '../../../contract/conditions.ts';

/** How an environment is, by its worst open incident; a tone is a colour and a shape, and never alone. */
export type Tone = 'ok' | 'warning' | 'critical' | 'unknown';

export const TONE_LABELS: Readonly<Record<Tone, string>> = {
  ok: 'OK',
  warning: 'Warning',
  critical: 'Critical',
  unknown: 'Unknown',
};

export const VERDICT_WORDS: Readonly<Record<Verdict, { readonly label: string; readonly why: string }>> = {
  ok: { label: 'ok', why: 'Nothing waits long' },
  slow: { label: 'slow', why: 'Work is taken, but late' },
  busy: { label: 'busy', why: 'Every worker is busy' },
  stalled: { label: 'stalled', why: 'Work is not taken' },
  'no-workers': { label: 'no workers', why: 'No worker is there' },
  unknown: { label: 'unknown', why: 'Not read yet' },
};

/** Reasons of `stalled`. */
export const STALL_WORDS: Readonly<Record<string, string>> = {
  overtaken: 'Newer work is taken, the oldest item is not',
  'deliveries-unacknowledged': 'Work is handed out and never acknowledged',
  'workers-not-taking': 'Workers poll and take nothing',
};

export const CHANGE_LABELS: Readonly<Record<Change, string>> = {
  opened: 'opened',
  changed: 'another cause',
  grew: 'grew',
  worsened: 'worsened',
  reminded: 'still open',
  resolved: 'resolved',
  withdrawn: 'withdrawn',
};

export function worstOf(severities: readonly Severity[]): Severity | null {
  if (severities.includes('critical')) return 'critical';
  return severities.includes('warning') ? 'warning' : null;
}

export const isOver = ({ change }: { readonly change: Change }): boolean =>
  change === 'resolved' || change === 'withdrawn';

/** What is over is fine, however bad it was. */
export const toAlertTone = (alert: { readonly change: Change; readonly severity: Severity }): Tone =>
  isOver(alert) ? 'ok' : alert.severity;
