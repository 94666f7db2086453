/** Says what has happened to those who do not see it. */
import { byId } from './dom.ts';

export function announce(text: string): void {
  byId('live').textContent = text;
}
