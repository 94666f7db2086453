/** What a person can do about a reading that failed, in a sentence. */
import type { ReadError } from '../../lambda/model/reading.ts';

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'Only self_hosted environments have a work queue: check which one it is.',
  401: 'Put a personal access token that is valid into QODER_PAT.',
  403: 'Give the token the right to read this environment, or use another.',
  404: 'Check the id, and that the token belongs to the same account and workspace.',
  429: 'Wait a moment: the limit is shared with everything that calls the API.',
};

const BY_TYPE: Readonly<Record<string, string>> = {
  network_error: 'Check the network, and --base-url or QODER_BASE_URL.',
  timeout: 'The API was slow: try again, or give more time with --timeout.',
  deadline: 'There was more to read than time: give more with --timeout 600.',
  unexpected_response: 'Check --base-url or QODER_BASE_URL: it includes the prefix, such as /api/v1/cloud.',
  unexpected_redirect: 'Write the final address as --base-url.',
};

export function remedyOf({ status, type }: ReadError): string {
  const remedy = BY_TYPE[type] ?? BY_STATUS[status ?? 0];
  return remedy ?? 'Try again; if it lasts, ask Qoder and quote the request id.';
}
