/** Tells what SNS, or an event bus, will never take from what it may take in the next run. */

/** The alert will never be taken as it is, nor the plain message in its place: it must not block those behind it. */
export class UndeliverableError extends AggregateError {
  override readonly name = 'UndeliverableError';
}

/** Source: errors of Publish in the SNS API reference, by their codes and by the names the SDK gives them. */
const REFUSAL =
  /^(InvalidParameter|InvalidParameterValue|Validation|ParameterValueInvalid)(Exception|Error)?$/;
/**
 * What AWS answers with such a status although the message is not at fault: limits, times, credentials, keys of the topic.
 * Source: common errors in the SNS API reference; the retry and clock-skew lists of the AWS SDK.
 */
const PASSING =
  /throttl|limit|exceeded|slowdown|toomany|expired|signature|token|credential|unrecognizedclient|skew|timeout|denied|authoriz|subscriptionrequired|optin|^kms/i;

/** Bad request, and too large. */
const REFUSING_STATUSES: ReadonlySet<unknown> = new Set([400, 413]);

export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (REFUSAL.test(error.name)) return true;
  return REFUSING_STATUSES.has(statusOf(error)) && !PASSING.test(error.name);
}

function statusOf(error: Error): unknown {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: unknown } };
  return $metadata?.httpStatusCode;
}
