/** Narrows the table of environments: by how they are, and by their name. */
import { createButton, h, type Piece, setAttribute, setText } from './dom.ts';
import { TONES_WORST_FIRST } from './environment-status.ts';
import type { Choices, Choose } from './page-state.ts';
import type { Shown, ShownEnvironment } from './shown.ts';
import { TONE_LABELS, type Tone } from './wording.ts';

/** Fewer are found by eye. */
const SEARCHED_FROM_COUNT = 8;

export function isWanted(
  { tone, name, id }: Pick<ShownEnvironment, 'tone' | 'name' | 'id'>,
  choices: Pick<Choices, 'tone' | 'search'>,
): boolean {
  const text = `${name ?? ''} ${id}`.toLowerCase();
  return (
    (choices.tone === null || choices.tone === tone) && text.includes(choices.search.trim().toLowerCase())
  );
}

export function createEnvironmentFilter(choose: Choose): Piece<Shown> {
  const all = createButton('All', () => choose({ tone: null }));
  const tones = TONES_WORST_FIRST.map((tone) => createToneButton(tone, () => choose({ tone })));
  const search = h('input', {
    type: 'search',
    placeholder: 'Name or id',
    'aria-label': 'Search environments by name or id',
    oninput: () => choose({ search: search.value }),
  });
  return {
    element: h(
      'div',
      { class: 'filter', role: 'group', 'aria-label': 'Which environments are shown' },
      search,
      all,
      ...tones.map(({ element }) => element),
    ),
    update: (shown) => {
      const { environments, choices } = shown;
      search.hidden = environments.length < SEARCHED_FROM_COUNT && choices.search === '';
      if (document.activeElement !== search) search.value = choices.search;
      setText(all, `All ${environments.length}`);
      setAttribute(all, 'aria-pressed', String(choices.tone === null));
      for (const { update } of tones) update(shown);
    },
  };
}

function createToneButton(tone: Tone, onclick: () => void): Piece<Shown> {
  const element = createButton('', onclick, 'tone');
  return {
    element,
    update: ({ environments, choices }) => {
      const count = environments.filter((environment) => environment.tone === tone).length;
      element.hidden = count === 0 && choices.tone !== tone;
      element.dataset.tone = tone;
      setText(element, `${count} ${TONE_LABELS[tone].toLowerCase()}`);
      setAttribute(element, 'aria-pressed', String(choices.tone === tone));
    },
  };
}
