/** What is said of a norm that was learned, and of the levels that follow from it. */
import type { ConfigurableCondition } from '../../../contract/conditions.ts';
import type { LevelView, NormName, NormView } from '../page-model.ts';
import { formatSeconds } from './format.ts';

export interface NormWords {
  readonly label: string;
  /** What is counted. */
  readonly noun: string;
  readonly condition: ConfigurableCondition;
}

export const NORM_WORDS: Readonly<Record<NormName, NormWords>> = {
  pickup: { label: 'Pick-up', noun: 'items', condition: 'queue-stuck' },
  startup: { label: 'Start-up', noun: 'items', condition: 'stuck-starting' },
  run: { label: 'Run time', noun: 'items', condition: 'long-running' },
  tool: { label: 'Tool call', noun: 'calls of a minute or more', condition: 'session-hung' },
  silence: { label: 'Silence between heartbeats', noun: 'heartbeats', condition: 'stale-heartbeat' },
};
/** `normally 2 s to 24 s, from 320 items` */
export function toNormalText(
  { normal, seenCount, neededCount }: NormView,
  { noun }: Pick<NormWords, 'noun'>,
): string {
  if (normal === null) return `not learned yet: ${seenCount} of ${neededCount} ${noun}`;
  const { fromSeconds, toSeconds } = normal;
  const range =
    fromSeconds <= 0
      ? `up to ${formatSeconds(toSeconds)}`
      : `${formatSeconds(fromSeconds)} to ${formatSeconds(toSeconds)}`;
  return `normally ${range}, from ${seenCount} ${noun}`;
}

/** `warns at 5 min, critical at 15 min: default` */
export function toLevelText({ warning, critical, source }: LevelView): string {
  const parts = [
    ...(warning === null ? [] : [`warns at ${formatSeconds(warning)}`]),
    ...(critical === null ? [] : [`critical at ${formatSeconds(critical)}`]),
  ];
  return parts.length === 0 ? `tells nothing: ${source}` : `${parts.join(', ')}: ${source}`;
}

/** `objective: within 60 s`, or nothing where there is none. */
export const toObjectiveText = (pickupSeconds: number | null): string =>
  pickupSeconds === null ? '' : `objective: within ${formatSeconds(pickupSeconds)}`;
