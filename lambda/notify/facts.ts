/** What the sentences of a message may speak of. Evidence may lack anything: an old outbox knows less. */
import type { Alert } from '../model/incident.ts';
import { toPlainText } from './clean-text.ts';
import { formatDuration, secondsBetween } from './human-time.ts';

export interface Facts {
  /** Items the condition is about; 0 where it is not about items. */
  readonly itemCount: number;
  /** How long it has been so, such as `27 min`. */
  readonly lasting: string;
  /** Null: not known. */
  readonly number: (name: string) => number | null;
  /** One clean line; null: not known. */
  readonly text: (name: string) => string | null;
}

const TEXT_LENGTH = 300;

export function toFacts({ itemCount, since, at, evidence }: Alert): Facts {
  return {
    itemCount,
    lasting: formatDuration(secondsBetween(since, at)),
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

/** `1 item`, `12 items` */
export const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
