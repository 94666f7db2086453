/**
 * dynalite 4 ends the iterators of its database by `return()`, which those of abstract-level 3 do not have: so every
 * query leaves one open, and each keeps all rows as they were. A week of minutes was half a gigabyte.
 */
import { AbstractValueIterator } from 'abstract-level';

export function letIteratorsClose(): void {
  Object.defineProperty(AbstractValueIterator.prototype, 'return', {
    configurable: true,
    value(this: AbstractValueIterator<unknown, unknown, unknown>) {
      return this.close();
    },
  });
}
