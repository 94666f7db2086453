/** Rows of a work list as the API writes them. */

/** The item of the list endpoint's reference; override what the test is about. */
export function aWorkRow(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 'work_019f3be4fd2475d9a784bf2c739e1194',
    type: 'work',
    environment_id: 'env_019e64e01a137caf953ac2ac7b42ec5c',
    data: { type: 'session', id: 'sess_019f3be3fa66750bb9a1fbcde85b5fe1' },
    state: 'queued',
    created_at: '2026-07-01T08:15:01Z',
    acknowledged_at: null,
    started_at: null,
    latest_heartbeat_at: null,
    stop_requested_at: null,
    stopped_at: null,
    metadata: { job: 'daily-report' },
    ...overrides,
  };
}
