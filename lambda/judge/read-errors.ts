/** Why something could not be read, and what to do about it: in alerts, in `check` and in `token`. */
import type { ReadError } from '../model/reading.ts';
import type { FactsOf, Words } from './conditions/condition-definition.ts';

export type ReadErrorEvidence = {
  readonly [Name in keyof ReadError]: ReadError[Name];
};

export interface ReadErrorWords {
  /** Ends the headline. */
  readonly problem: string;
  readonly why: string;
  /** For whom an alert reaches. */
  readonly steps: (tokenCommand: string) => Words['steps'];
  /** For whom runs `check`: a sentence. */
  readonly check: string;
  /** For whom stores a token, which is tried first: goes on after a semicolon. */
  readonly token: string;
}

const CHECK_AGAIN = 'Try again; if it lasts, ask Qoder and quote the request id.';
const TOKEN_LATER = 'try again later, or store the token unchecked with --skip-check';
const TOKEN_OFFLINE =
  'check --base-url and the network of this machine, or store the token unchecked with --skip-check';

const BY_STATUS = {
  400: {
    problem: 'the API refuses the request',
    why: 'It answers so when an environment is not self_hosted, for example.',
    steps: () => ['Remove what is not self_hosted from the configuration, and deploy.'],
    check: 'Only self_hosted environments have a work queue: check which one it is.',
    token: TOKEN_LATER,
  },
  401: {
    problem: 'the token is rejected',
    why: 'The token, or its service account key, was revoked or has expired.',
    steps: (tokenCommand) => ['Make a new token or key, and store it.', `Store it with: ${tokenCommand}`],
    check: 'Put a valid token into QODER_PAT, or a valid key into QODER_SERVICE_ACCOUNT_KEY.',
    token:
      'the token was rejected: copy it again as a whole, or make a new one; a service account key is stored as JSON',
  },
  403: {
    problem: 'the token lacks the right',
    why: 'The token is valid but has no right to what was asked.',
    steps: (tokenCommand) => [
      'Give the token, or its service account, the right to read environments.',
      `Or store another token or key: ${tokenCommand}`,
    ],
    check: 'Give the token the right to read this environment, or use another.',
    token:
      'the token may not list environments: give it the right to read them, or store the token unchecked with --skip-check',
  },
  404: {
    problem: 'unknown to the API',
    why: "Deleted, misspelt, or not of the token's account and workspace.",
    steps: () => [
      'Where the configuration names an id, correct or remove it, and deploy.',
      'With all environments watched, wait: what the API no longer lists is dropped.',
    ],
    check: 'Check the id, and that the token belongs to the same account and workspace.',
    token: 'check that the base URL includes its prefix, as in https://…/api/v1/cloud',
  },
  429: {
    problem: 'the API asks for fewer requests',
    why: 'All that calls with this token or from this address shares a limit.',
    steps: () => ['Look for another program that calls the API a lot.'],
    check: 'Wait a moment: the limit is shared with everything that calls the API.',
    token: TOKEN_LATER,
  },
} as const satisfies Record<number, ReadErrorWords>;

const SERVER_ERROR: ReadErrorWords = {
  problem: 'the API answers with an error of its own',
  why: 'The fault is on the side of the API.',
  steps: () => ['Wait; if it lasts, ask Qoder and quote the request id.'],
  check: CHECK_AGAIN,
  token: TOKEN_LATER,
};

const BY_TYPE = {
  network_error: {
    problem: 'the API cannot be reached',
    why: 'No connection came about, or it broke off.',
    steps: () => ['See whether the API is down for you too, and check the base URL.'],
    check: 'Check the network, and --base-url or QODER_BASE_URL.',
    token: TOKEN_OFFLINE,
  },
  timeout: {
    problem: 'the API does not answer in time',
    why: 'Requests were sent and not answered.',
    steps: () => ['See whether the API is slow for you too.'],
    check: 'The API was slow: try again, or give more time with --timeout.',
    token: TOKEN_OFFLINE,
  },
  deadline: {
    problem: 'a run was too short for it',
    why: 'The API was slow, or there was more to read than a minute allows.',
    steps: () => ['Look at the durations and request counts on the dashboard.'],
    check: 'There was more to read than time: give more with --timeout 600.',
    token: TOKEN_OFFLINE,
  },
  unexpected_response: {
    problem: 'the answer cannot be understood',
    why: 'The API, or something before it, answers in another shape.',
    steps: () => [
      'Check the base URL.',
      'If it is right, the API has changed: look for a newer version of this monitor.',
    ],
    check: 'Check --base-url or QODER_BASE_URL: it includes the prefix, such as /api/v1/cloud.',
    token: TOKEN_LATER,
  },
  unexpected_redirect: {
    problem: 'the API redirects elsewhere',
    why: 'Redirects are not followed, so that the token goes nowhere else.',
    steps: () => ['Correct the base URL.'],
    check: 'Write the final address as --base-url.',
    token: TOKEN_LATER,
  },
} as const satisfies Record<string, ReadErrorWords>;

/** The API was not asked: a service account key came to no token. */
const WITHOUT_TOKEN = {
  key_refused: {
    problem: 'the service account key was refused',
    why: 'The key was revoked or mistyped, is of another region, or its account may not use this API.',
    steps: (tokenCommand) => ['Make a new key, and store it.', `Store it with: ${tokenCommand}`],
    check: 'Put a key that is valid into QODER_SERVICE_ACCOUNT_KEY.',
    token: 'the service account key was refused: copy it again as a whole, or make a new one',
  },
  exchange_failed: {
    problem: 'the service account key cannot be exchanged',
    why: 'The exchange gives no token, and no earlier one is still valid.',
    steps: (tokenCommand) => [
      'Wait; if it lasts, check the exchangeUrl of the secret, if it has one.',
      `Or store a personal access token: ${tokenCommand}`,
    ],
    check: 'Try again; if it lasts, check the network and exchangeUrl, or put a token into QODER_PAT.',
    token: 'check exchangeUrl and the network of this machine, or store the key unchecked with --skip-check',
  },
} as const satisfies Record<string, ReadErrorWords>;

/** @returns whether it is the same state as a rejected token, whatever the exchange answered */
export const isWithoutToken = (type: string): boolean => isKeyOf(WITHOUT_TOKEN, type);

const OTHER: ReadErrorWords = {
  problem: 'the API gives no usable answer',
  why: 'Its answer is none of those that are documented.',
  steps: () => ['Run the command below, and compare its error.'],
  check: CHECK_AGAIN,
  token: TOKEN_LATER,
};

/** For messages about several environments, which carry a reason and no evidence. Source: errors of the API. */
const STATUS_OF_TYPE: Readonly<Partial<Record<string, number>>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  api_error: 500,
};

/** The status decides where there is one: error types differ between the API's own endpoints. */
export function readErrorWords({ number, text, reason }: FactsOf<ReadErrorEvidence>): ReadErrorWords {
  const type = text('type') ?? reason ?? '';
  if (isWithoutToken(type)) return wordsOf(null, type);
  const status = number('status') ?? STATUS_OF_TYPE[reason ?? ''] ?? Number.parseInt(reason ?? '', 10);
  if (reason === '5xx' && !isKeyOf(BY_STATUS, status)) return SERVER_ERROR;
  // A gateway's 404 says nothing of the environment: nobody is to take a good id out of the configuration for it.
  if (status === 404 && type === 'unexpected_response') return BY_TYPE.unexpected_response;
  return wordsOf(status, text('type') ?? (reason === 'network' ? 'network_error' : (reason ?? '')));
}

export function readErrorLines({ number, text }: FactsOf<ReadErrorEvidence>): readonly (string | null)[] {
  const [status, requestId] = [number('status'), text('requestId')];
  const said = [status === null ? null : `HTTP ${status}`, text('type'), text('message')];
  return [
    said.filter((part) => part !== null).join(', ') || null,
    requestId === null ? null : `request id ${requestId}, for Qoder's support`,
  ];
}

/** Here the type decides: whoever typed a base URL has more likely mistyped it than found a 404 of the API. */
export function checkRemedy({ status, type }: ReadError): string {
  return (isKeyOf(BY_TYPE, type) ? BY_TYPE[type] : wordsOf(status, type)).check;
}

export function tokenRemedy({ status, type }: Pick<ReadError, 'status' | 'type'>): string {
  return status === null && !isWithoutToken(type) ? TOKEN_OFFLINE : wordsOf(status, type).token;
}

function wordsOf(status: number | null, type: string): ReadErrorWords {
  if (isKeyOf(WITHOUT_TOKEN, type)) return WITHOUT_TOKEN[type];
  if (status !== null && status >= 500) return SERVER_ERROR;
  if (status !== null && isKeyOf(BY_STATUS, status)) return BY_STATUS[status];
  return isKeyOf(BY_TYPE, type) ? BY_TYPE[type] : OTHER;
}

const isKeyOf = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);
