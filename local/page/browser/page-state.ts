/** What the browser knows, and what the person looks at. Replaced, never changed. */
import type { AlertView, NowView, RunView } from '../page-model.ts';
import type { Tone } from './wording.ts';

export const PROTOCOLS = ['mail', 'card', 'sms', 'json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface Choices {
  readonly environmentId: string;
  /** Null: none. */
  readonly incidentId: string | null;
  /** Null: the newest. */
  readonly messageId: string | null;
  readonly protocol: Protocol;
  readonly windowMinutes: number;
  /** The run whose minute is looked at, in seconds since 1970; null: always the last one. */
  readonly atSeconds: number | null;
  /** Which environments the table shows; null: all. */
  readonly tone: Tone | null;
  /** What their names or ids contain. */
  readonly search: string;
}

/** What was asked for by a link, or looked at, and is not there. */
export type Missing = 'environment' | 'incident' | 'alert' | 'time';

export interface PageState {
  readonly now: NowView;
  readonly runs: readonly RunView[];
  readonly alerts: readonly AlertView[];
  readonly choices: Choices;
  /** False: what is known is how it was. */
  readonly isConnected: boolean;
  /** Until something else is chosen. */
  readonly missing: readonly Missing[];
}

export type Choose = (choices: Partial<Choices>) => void;

export const FIRST_CHOICES: Choices = {
  environmentId: '',
  incidentId: null,
  messageId: null,
  protocol: 'mail',
  windowMinutes: 60,
  atSeconds: null,
  tone: null,
  search: '',
};
