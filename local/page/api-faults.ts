/** Ways in which the page can break the simulated API, with the words for them. */
import type { Fault } from '../simulator/faults.ts';

export const API_FAULTS = {
  'server-error': { label: 'answers 500', fault: { kind: 'status', status: 500 } },
  'rate-limited': { label: 'answers 429', fault: { kind: 'status', status: 429 } },
  forbidden: { label: 'answers 403', fault: { kind: 'status', status: 403 } },
  reset: { label: 'resets connections', fault: { kind: 'reset' } },
  garbage: { label: 'answers no JSON', fault: { kind: 'garbage' } },
} as const satisfies Record<string, { readonly label: string; readonly fault: Fault }>;
