/** Ways in which the simulated API breaks. Sources: conventions/errors and rate limits; the rest is what networks do. */
import { toErrorBody } from './refusal.ts';

/** Names of the endpoints, for scopes and tests. */
export type EndpointName =
  | 'list-work'
  | 'get-work'
  | 'poll-work'
  | 'ack-work'
  | 'heartbeat-work'
  | 'stop-work'
  | 'update-work'
  | 'work-stats'
  | 'list-environments'
  | 'get-environment'
  | 'get-session'
  | 'list-session-events'
  | 'exchange-key';

/** Which requests a fault hits; what is not given does not matter. */
export interface FaultScope {
  readonly environmentId?: string;
  readonly endpoint?: EndpointName;
  /** Spares workers: only what a monitor asks for. */
  readonly isReadsOnly?: boolean;
  /** Only list pages whose rows lie on this page of a whole walk or later; 1 is the first. */
  readonly fromPage?: number;
  /** How many requests it hits before it is over. @default for ever */
  readonly times?: number;
}

export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** The gateway's own answers are no envelope. @default envelope */
      readonly body?: 'envelope' | 'html' | 'empty';
      /** Sent besides, by lower-case name: `retry-after`, `location`. @default none */
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly latencyMs: number }
  /** 200 with a body that is no JSON. */
  | { readonly kind: 'garbage' }
  /** Changes the body of the answer, whatever its status: a row without an id, a state of next year. */
  | { readonly kind: 'rewrite'; readonly rewrite: (body: string) => string }
  /**
   * A cursor is ignored, answered by an empty page, by a page that leads to itself, or refused with 400: each, each
   * `after_id`, or each that no page has told within the last half minute.
   */
  | { readonly kind: 'cursor'; readonly lie: CursorLie }
  /** The header Date is off by so much. */
  | { readonly kind: 'date-skew'; readonly skewMs: number }
  /** The answer has no header Date. */
  | { readonly kind: 'no-date' };

export type CursorLie = 'ignored' | 'empty' | 'endless' | 'refused' | 'after-id-refused' | 'stale-refused';
export type Fault = FaultScope & FaultKind;
export type FaultOf<Kind extends FaultKind['kind']> = Extract<Fault, { kind: Kind }>;

/** What a scope is compared with. */
export interface FaultTarget {
  readonly environmentId: string | null;
  readonly endpoint: EndpointName | null;
  /** Page of a whole walk on which the rows of the answer lie; null if the answer has no such rows. */
  readonly page: () => number | null;
}

export interface FaultBoard {
  /** @returns ends the fault */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** The faults that hit this request; each hit counts. */
  readonly hit: (target: FaultTarget) => readonly Fault[];
}

export function createFaultBoard(): FaultBoard {
  const hitCounts = new Map<Fault, number>();
  return {
    add: (fault) => {
      // A copy: the same fault may be added twice.
      const added = { ...fault };
      hitCounts.set(added, 0);
      return () => hitCounts.delete(added);
    },
    clear: () => hitCounts.clear(),
    hit: (target) => {
      const hits = [...hitCounts.keys()].filter((fault) => isInScope(fault, target));
      for (const fault of hits) {
        const hitCount = (hitCounts.get(fault) ?? 0) + 1;
        if (hitCount >= (fault.times ?? Number.POSITIVE_INFINITY)) hitCounts.delete(fault);
        else hitCounts.set(fault, hitCount);
      }
      return hits;
    },
  };
}

const READS: ReadonlySet<EndpointName | null> = new Set([
  'list-work',
  'get-work',
  'work-stats',
  'list-environments',
  'get-environment',
  'get-session',
  'list-session-events',
]);

function isInScope(fault: Fault, target: FaultTarget): boolean {
  if (fault.environmentId !== undefined && fault.environmentId !== target.environmentId) return false;
  if (fault.endpoint !== undefined && fault.endpoint !== target.endpoint) return false;
  if (fault.isReadsOnly && !READS.has(target.endpoint)) return false;
  if (fault.fromPage === undefined) return true;
  const page = target.page();
  return page !== null && page >= fault.fromPage;
}

export function findFault<Kind extends FaultKind['kind']>(
  faults: readonly Fault[],
  kind: Kind,
): FaultOf<Kind> | undefined {
  return faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind);
}

const STATUS_MESSAGES: Readonly<Record<number, string>> = {
  401: 'Invalid API key or token.',
  403: 'Not authorized for this operation.',
  404: 'Environment not found.',
  429: 'Too many requests.',
  500: 'Internal server error.',
};

/** The body of a status fault. */
export function toFaultBody(fault: FaultOf<'status'>, requestId: string): string {
  if (fault.body === 'empty') return '';
  if (fault.body === 'html') return `<html><body><h1>${fault.status}</h1></body></html>`;
  return toErrorBody(fault.status, STATUS_MESSAGES[fault.status] ?? 'Service unavailable.', requestId);
}
