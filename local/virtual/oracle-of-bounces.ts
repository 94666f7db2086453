/** What the stated rule of work-bounced demands, reckoned from the lives of the items and nothing of the product. */
import type { ItemLife } from './item-life.ts';

const [BOUNCED_IN_A_ROW, BOUNCED_CRITICAL] = [3, 5];
const [BOUNCED_SHARE, BOUNCED_OF] = [7, 30];

/** The story of the acks told again from its beginning. These timelines are too short for a usual share to matter. */
export function expectedBounces(byAge: readonly ItemLife[], atS: number): 'warning' | 'critical' | null {
  let story: boolean[] = [];
  let sinceS: number | null = null;
  for (const { ackedS, hasBounced } of decidedAcks(byAge, atS)) {
    story.push(hasBounced);
    const last = story.slice(-BOUNCED_OF);
    const bouncedCount = last.filter(Boolean).length;
    if (sinceS === null) {
      const isRow = keptFrom(story.toReversed().map((fate) => !fate)) >= BOUNCED_IN_A_ROW;
      if (hasBounced && (isRow || bouncedCount >= BOUNCED_SHARE)) sinceS = ackedS;
      continue;
    }
    const keptCount = keptFrom(last.toReversed());
    const faultCount = last.length - keptCount - last.indexOf(true);
    const chance = (1 - bouncedCount / (faultCount + 3)) ** keptCount;
    if (bouncedCount > 0 && chance > 1 / 1_000) continue;
    [story, sinceS] = [[], null];
  }
  if (sinceS === null) return null;
  const rowCount = keptFrom(story.toReversed().map((fate) => !fate));
  return rowCount >= BOUNCED_CRITICAL ? 'critical' : 'warning';
}

/** Fates that are no bounce before the first that is one. */
const keptFrom = (fates: readonly boolean[]): number =>
  fates.includes(true) ? fates.indexOf(true) : fates.length;

/** In order, as far as it is certain of each, and of those before it, whether it bounced. */
function decidedAcks(byAge: readonly ItemLife[], atS: number) {
  const acks = byAge
    .flatMap((life) => (life.ackedS !== null && life.ackedS <= atS ? [{ ...life, ackedS: life.ackedS }] : []))
    .map(({ ackedS, beatsS, stopAskedS, stoppedS }) => {
      const isSeen = (instantS: number | null | undefined) => instantS != null && instantS <= atS + 2;
      const hasStarted = isSeen(beatsS[0]);
      const hasBounced =
        !hasStarted && [stopAskedS, stoppedS].some((endS) => isSeen(endS) && Number(endS) - ackedS <= 30);
      return { ackedS, hasBounced, isCertain: hasStarted || hasBounced || atS - ackedS > 30 };
    })
    .toSorted((a, b) => a.ackedS - b.ackedS);
  const openS = Math.min(...acks.filter(({ isCertain }) => !isCertain).map(({ ackedS }) => ackedS));
  return acks.filter(({ ackedS }) => ackedS < openS);
}
