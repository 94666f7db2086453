/** Controls of the simulated fleet. Not there for a real environment. */
import type { ActionView, WorkerView } from '../page-model.ts';
import { createApiControls } from './api-controls.ts';
import { byId, h, setText } from './dom.ts';
import { countOf, formatMinute } from './format.ts';
import type { Choose } from './page-state.ts';
import { createScenarioControls } from './scenario-controls.ts';
import type { Send } from './send-command.ts';
import type { View } from './shown.ts';
import { createWorkersControls } from './workers-controls.ts';

const SHOWN_ACTIONS_COUNT = 4;

export function createFleetView(send: Send, choose: Choose): View {
  let stageId = '';
  const workers = createWorkersControls(send);
  const api = createApiControls(send);
  const actions = h('ol', { class: 'actions' });
  const scenarios = createScenarioControls(send, () =>
    choose({ environmentId: stageId, incidentId: null, messageId: null, atSeconds: null }),
  );
  const controls = h(
    'fieldset',
    { 'aria-label': 'Controls' },
    scenarios.element,
    workers.element,
    api.element,
  );
  byId('fleet-body').append(controls, h('h3', {}, 'What was done'), actions);

  return ({ state: { now, isConnected }, choices: { environmentId }, isPast }) => {
    const { fleet, environments, actions: done } = now;
    byId('fleet').hidden = fleet === null;
    if (fleet === null) return;
    controls.disabled = !isConnected;
    stageId = fleet.scenarioEnvironmentId;
    const nameOf = (id: string) => environments.find((each) => each.id === id)?.name ?? id;
    const chosen = environments.find(({ id }) => id === environmentId);
    const ownWorkers = fleet.workers[environmentId] ?? [];
    workers.update({
      environmentId,
      name: nameOf(environmentId),
      workers: ownWorkers,
      levels: chosen?.levels ?? {},
      areSessionsRead: chosen?.sessions != null,
    });
    scenarios.update({
      played: fleet.scenario,
      environmentName: nameOf(stageId),
    });
    api.update(fleet);
    actions.replaceChildren(...toLines(done.slice(-SHOWN_ACTIONS_COUNT).toReversed()));
    setText(
      byId('fleet-note'),
      toNote(Object.values(fleet.workers).flat(), isConnected ? (isPast ? ' now' : '') : ' when last seen'),
    );
  };
}

function toLines(actions: readonly ActionView[]): HTMLElement[] {
  if (actions.length === 0)
    return [h('li', { class: 'quiet' }, 'Nothing yet. In a few minutes people come to the rescue.')];
  return actions.map(({ atSeconds, text }) =>
    h('li', {}, h('time', {}, formatMinute(atSeconds)), ` ${text}`),
  );
}

/** It is operated as it is now, whatever time is looked at. */
function toNote(workers: readonly WorkerView[], when: string): string {
  const upCount = workers.filter(({ status }) => status === 'up').length;
  return `${upCount} of ${countOf(workers.length, 'worker')} up${when}`;
}
