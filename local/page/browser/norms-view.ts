/** What is normal in the chosen environment, where that comes from, and by which levels it is judged therefore. */
import type { EnvironmentView, NormName } from '../page-model.ts';
import { byId, h, type Piece, setText } from './dom.ts';
import { NORM_WORDS, toLevelText, toNormalText, toObjectiveText } from './norm-words.ts';

const NAMES = Object.keys(NORM_WORDS) as readonly NormName[];

export function createNormsView(): (environment: EnvironmentView | undefined) => void {
  const norms = NAMES.map((name) => createNorm(NORM_WORDS[name].label));
  byId('norms').append(...norms.map(({ element }) => element));
  return (environment) => {
    NAMES.forEach((name, index) => {
      const norm = environment?.norms.find((each) => each.name === name);
      const level = environment?.levels[NORM_WORDS[name].condition];
      norms[index]?.update({
        isShown: environment === undefined || norm !== undefined,
        normal: norm === undefined ? '–' : toNormalText(norm, NORM_WORDS[name]),
        source: level === undefined ? '' : toLevelText(level),
        objective: name === 'pickup' ? toObjectiveText(environment?.pickupSeconds ?? null) : '',
      });
    });
  };
}

interface ShownNorm {
  readonly isShown: boolean;
  readonly normal: string;
  readonly source: string;
  readonly objective: string;
}

function createNorm(label: string): Piece<ShownNorm> {
  const normal = h('span', { class: 'normal' });
  const source = h('span', { class: 'quiet' });
  const objective = h('span', { class: 'quiet' });
  const element = h('div', {}, h('dt', {}, label), h('dd', {}, normal, source, objective));
  return {
    element,
    update: (shown) => {
      element.hidden = !shown.isShown;
      setText(normal, shown.normal);
      setText(source, shown.source);
      setText(objective, shown.objective);
    },
  };
}
