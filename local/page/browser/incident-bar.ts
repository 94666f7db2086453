/** An incident as a bar on the time axis. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import type { IncidentView } from '../page-model.ts';
import { h, type Piece, setAttribute, setText } from './dom.ts';
import { countOf, minuteOf } from './format.ts';
import type { PlacedIncident } from './lanes.ts';
import { TONE_LABELS } from './wording.ts';

export interface ShownBar extends PlacedIncident {
  readonly isChosen: boolean;
}

export function createIncidentBar(choose: (incident: IncidentView) => void): Piece<ShownBar> {
  let shown: IncidentView | undefined;
  const label = h('span', { class: 'bar-label' });
  const onclick = () => {
    if (shown !== undefined) choose(shown);
  };
  const button = h('button', { type: 'button', class: 'bar-button', onclick }, label);
  const element = h('li', {}, button);
  return {
    element,
    update: ({ incident, startRatio, endRatio, row, isChosen, ...place }) => {
      shown = incident;
      element.dataset.tone = incident.severity;
      element.dataset.open = String(incident.endedAt === null);
      element.dataset.label = place.label;
      element.style.setProperty('left', `${startRatio * 100}%`);
      element.style.setProperty('width', `${(endRatio - startRatio) * 100}%`);
      element.style.setProperty('--row', String(row));
      setText(label, CONDITION_ENTRIES[incident.condition].label);
      const text = describeIncident(incident);
      setAttribute(button, 'aria-label', text);
      setAttribute(button, 'aria-pressed', String(isChosen));
      button.title = text;
    },
  };
}

function describeIncident({ condition, severity, openedAt, endedAt, itemCount }: IncidentView): string {
  const until = endedAt === null ? 'still open' : `resolved ${minuteOf(endedAt)}`;
  const items = itemCount === 0 ? '' : `, ${countOf(itemCount, 'item')}`;
  return `${CONDITION_ENTRIES[condition].label}, ${TONE_LABELS[severity].toLowerCase()}${items}, opened ${minuteOf(openedAt)}, ${until}`;
}
