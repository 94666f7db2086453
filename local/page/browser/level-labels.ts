/** Where the labels of levels stand: at their lines as far as they can, none over another, none outside. Pure. */

/** In pixels, from the top. */
export interface Plot {
  readonly top: number;
  readonly height: number;
}

/**
 * @param wanted where the top of each label would stand alone, in any order
 * @param heightPx of a label
 * @returns where it stands, in the same order; null: the plot has no room for it, nor for those after it
 */
export function placeLabels(wanted: readonly number[], heightPx: number, plot: Plot): (number | null)[] {
  const fittingCount = Math.floor(plot.height / heightPx);
  const order = wanted
    .map((top, index) => ({ top, index }))
    .slice(0, fittingCount)
    .toSorted((a, b) => a.top - b.top);
  const placed: (number | null)[] = wanted.map(() => null);
  let lowestTop = plot.top;
  for (const [position, { top, index }] of order.entries()) {
    // Those that follow need their room too.
    const highestTop = plot.top + plot.height - (order.length - position) * heightPx;
    const here = Math.max(lowestTop, Math.min(top, highestTop));
    placed[index] = here;
    lowestTop = here + heightPx;
  }
  return placed;
}
