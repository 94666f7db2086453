/** Lets go of finished work, so that a fleet may be left alone for weeks. The real list is not known to forget any. */
import type { World } from './world.ts';

/** @param keptCount of each environment, its latest; computed ones cost nothing, and stay */
export function forgetFinished(world: World, keptCount: number): void {
  for (const { items } of world.environments.values()) {
    for (const { sessionId } of items.forgetStopped(keptCount)) world.sessions.delete(sessionId);
  }
}
