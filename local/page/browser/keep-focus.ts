/** Who goes by keyboard stays where they are, though a button that did its work is disabled or gone. */
import { byId } from './dom.ts';

/** From the narrowest around a button to the widest. */
const AROUND = ['.controls, li', 'section'];

/** Hands the focus of a control that an update has disabled, hidden or removed to the next button beside it. */
export function keepFocus(update: () => void): void {
  const focused = document.activeElement;
  // What is removed has nothing around it any more.
  const around = AROUND.flatMap((selector) => focused?.closest(selector) ?? []);
  update();
  if (!(focused instanceof HTMLElement) || focused === document.body || isUsable(focused)) return;
  const next = around.flatMap((place) => [...place.querySelectorAll('button')]).find(isUsable);
  (next ?? byId('main')).focus({ preventScroll: true });
}

const isUsable = (element: HTMLElement): boolean =>
  !element.matches(':disabled') && element.checkVisibility();
