/** A write refused because another run was faster. The integrator ends the run: the newer state wins. */
export class StateConflictError extends Error {
  override readonly name = 'StateConflictError';
}
