/** A line without axes: the age of the oldest queued item, as far back as the charts go. */
import type { Shown } from './shown.ts';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [120, 24];
/** A wait below the warning should look like what it is. */
const LOWEST_TOP_SECONDS = 300;

export function createSparkline() {
  const path = document.createElementNS(SVG, 'path');
  const element = document.createElementNS(SVG, 'svg');
  element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  element.setAttribute('class', 'sparkline');
  // The number beside it says the same.
  element.setAttribute('aria-hidden', 'true');
  element.append(path);
  return { element, draw: (shown: Shown, id: string) => path.setAttribute('d', toPath(shown, id)) };
}

function toPath({ runs, span: { from, to } }: Shown, id: string): string {
  const shown = runs.filter(({ atSeconds }) => atSeconds >= from);
  const values = shown.map(({ environments }) => environments[id]?.OldestQueuedAge);
  const numbers = values.filter((value) => typeof value === 'number');
  const top = Math.max(LOWEST_TOP_SECONDS, ...numbers);
  let isDrawing = false;
  return shown
    .map(({ atSeconds }, index) => {
      const value = values[index];
      const command = isDrawing ? 'L' : 'M';
      isDrawing = typeof value === 'number';
      if (typeof value !== 'number') return '';
      const x = ((atSeconds - from) / (to - from)) * WIDTH;
      const y = HEIGHT - 2 - (value / top) * (HEIGHT - 4);
      return `${command}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
