/** Colour for people: by the meaning of a text, and only where a terminal shows it. */
import { styleText } from 'node:util';

export type Tone = 'ok' | 'warning' | 'critical' | 'unknown' | 'quiet';

/** @returns the text, coloured or as it was */
export type Paint = (tone: Tone, text: string) => string;

export const plain: Paint = (_tone, text) => text;

const STYLES: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  ok: 'green',
  warning: ['yellow', 'bold'],
  critical: ['red', 'bold'],
  unknown: ['magenta', 'bold'],
  quiet: 'dim',
};

/** Follows NO_COLOR and FORCE_COLOR. @param stream where the text is going */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (tone, text) =>
    styleText(STYLES[tone], text, { stream });
