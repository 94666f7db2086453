/** Timestamps as the API writes them: most in whole seconds, heartbeats and environments in microseconds. */

/** Such as `2026-07-01T08:15:01Z`, rounded down. */
export function toWireSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/**
 * Such as `2026-07-01T08:16:06.120394Z`. A Date ends at milliseconds, so the last three digits are made up;
 * they depend only on the instant, because a heartbeat is recognised by this text.
 */
export function toWireMicroseconds(at: Date): string {
  const madeUp = (Math.imul(at.getTime() % 1_000_003, 7919) >>> 0) % 1000;
  return `${at.toISOString().slice(0, 23)}${String(madeUp).padStart(3, '0')}Z`;
}
