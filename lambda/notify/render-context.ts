/** What a message says besides its facts: where it comes from and where to look next. */
export interface RenderContext {
  /** Name of the monitor. */
  readonly monitor: string;
  /** Link of a session, with `{id}` in it; null where no console is known. */
  readonly sessionUrl: string | null;
  /** Page with an anchor for each condition. */
  readonly runbookUrl: string;
  readonly dashboardUrl: string | null;
  /** Base URL that a command must name to ask the same API; absent for the default one. */
  readonly baseUrl?: string;
}
