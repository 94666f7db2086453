/** Why nothing could be read, by what the API answered or did not: for one environment, and for all of them. */
import type { Facts } from './facts.ts';

export interface ReadErrorWording {
  /** Ends the headline. */
  readonly problem: string;
  readonly why: string;
  readonly step: (monitor: string) => string;
}

const STATUS_WORDING = {
  400: {
    problem: 'the API refuses the request',
    why: 'The API answers so when the environment is not self_hosted, for example.',
    step: () => 'Check that the environment is self_hosted, or take it out of the configuration.',
  },
  401: {
    problem: 'the token is rejected',
    why: 'The access token was revoked, has expired, or was never stored.',
    step: (monitor) => `Store a new token: npm run token -- --stack QoderMonitor-${monitor}`,
  },
  403: {
    problem: 'the token lacks the right',
    why: 'The access token is valid but has no right to what was asked.',
    step: (monitor) =>
      `Give the token the right to read, or store another: npm run token -- --stack QoderMonitor-${monitor}`,
  },
  404: {
    problem: 'the API does not know it',
    why: 'It was deleted, its id is misspelt, or the token belongs to another account or workspace.',
    step: () => 'Correct the id, or take the environment out of the configuration, and deploy.',
  },
  429: {
    problem: 'the API asks for fewer requests',
    why: 'The limit is shared with everything else that calls the API with this token or from this address.',
    step: () => 'Look for another program that calls the API a lot. The monitor goes on trying every minute.',
  },
} as const satisfies Record<number, ReadErrorWording>;

const SERVER_ERROR: ReadErrorWording = {
  problem: 'the API answers with an error of its own',
  why: 'The fault is on the side of the API.',
  step: () =>
    'Wait; if it lasts, ask Qoder and quote the request id. The monitor goes on trying every minute.',
};

const TYPE_WORDING = {
  network_error: {
    problem: 'the API cannot be reached',
    why: 'No connection came about, or it broke off.',
    step: () => 'See whether the API is down for you too, and whether the base URL is right.',
  },
  timeout: {
    problem: 'the API does not answer in time',
    why: 'Requests were sent and not answered.',
    step: () => 'See whether the API is slow for you too. The monitor goes on trying every minute.',
  },
  deadline: {
    problem: 'a run was too short for it',
    why: 'A run lasts at most a minute: the API was slow, or there was too much to read.',
    step: () => 'Look at the durations and request counts on the dashboard.',
  },
  unexpected_response: {
    problem: 'the answer cannot be understood',
    why: 'The API, or something between it and the monitor, answers in another shape than documented.',
    step: () =>
      'Check the base URL. If it is right, the API has changed: look for a newer version of this monitor.',
  },
  unexpected_redirect: {
    problem: 'the API redirects elsewhere',
    why: 'Redirects are not followed, so that the token goes nowhere else.',
    step: () => 'Correct the base URL.',
  },
} as const satisfies Record<string, ReadErrorWording>;

const OTHER: ReadErrorWording = {
  problem: 'the API gives no usable answer',
  why: 'The evidence below is all that is known.',
  step: () => 'Try the command below and compare its error.',
};

/** The status decides where there is one: error types differ between the API's own endpoints. */
export function wordingOfReadError({ number, text }: Facts, reason: string | null): ReadErrorWording {
  const status = number('status') ?? Number.parseInt(reason ?? '', 10);
  if (status >= 500) return SERVER_ERROR;
  if (isKeyOf(STATUS_WORDING, status)) return STATUS_WORDING[status];
  if (reason === '5xx') return SERVER_ERROR;
  const type = text('type') ?? (reason === 'network' ? 'network_error' : (reason ?? ''));
  return isKeyOf(TYPE_WORDING, type) ? TYPE_WORDING[type] : OTHER;
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}
