/** The menu of stories that the fleet can play, each with what there is to see. */
import type { PlayedScenario } from '../page-model.ts';
import { SCENARIO_NAMES, SCENARIOS, scenarioWordsOf } from '../scenario-words.ts';
import { createButton, h, type Piece, setText } from './dom.ts';
import { formatMinute } from './format.ts';
import type { Send } from './send-command.ts';

export interface ShownScenario {
  readonly played: PlayedScenario | null;
  /** Of the environment in which it is played. */
  readonly environmentName: string;
}

/** @param onPlay it is about to be played: that is what the person wants to see */
export function createScenarioControls(send: Send, onPlay: () => void): Piece<ShownScenario> {
  const choice = h(
    'select',
    { id: 'scenario', onchange: () => setText(watch, SCENARIOS[chosen()].watch) },
    ...SCENARIO_NAMES.map((name) => h('option', { value: name }, SCENARIOS[name].label)),
  );
  const chosen = () => SCENARIO_NAMES.find((name) => name === choice.value) ?? 'out-of-memory-kill';
  const onclick = () => {
    send({ action: 'play-scenario', scenario: chosen() });
    onPlay();
  };
  const play = createButton('Play', onclick, 'primary');
  const end = createButton('End it now', () => send({ action: 'end-scenario' }));
  const state = h('p', { class: 'playing' });
  const watch = h('p', { class: 'watch' });
  return {
    element: h(
      'div',
      {},
      h('div', { class: 'controls' }, h('label', { for: 'scenario' }, 'Scenario'), choice, play, end),
      state,
      watch,
    ),
    update: ({ played, environmentName }) => {
      const name = played?.name ?? chosen();
      choice.disabled = played !== null;
      play.hidden = played !== null;
      end.hidden = played === null;
      state.hidden = played === null;
      if (played !== null) {
        choice.value = played.name;
        const place = scenarioWordsOf(played.name).isEverywhere ? 'every environment' : environmentName;
        const times = `since ${formatMinute(played.beganAtSeconds)}, until ${formatMinute(played.endsAtSeconds)} UTC`;
        setText(state, `Plays in ${place} ${times}.`);
      }
      setText(watch, SCENARIOS[name].watch);
    },
  };
}
