/**
 * Takes the token out of what was read, where an API echoes it: names and states are masked. A row that is
 * called by the token is not usable, as one without an id: its id would be stored, and would be part of a URL.
 */
import type { WorkItem } from '../../model/work-item.ts';
import { type Redact, withoutSecrets } from '../../redact.ts';
import type { EnvironmentPage, QoderEnvironment } from './environments.ts';
import type { EventsPage } from './parse-session-events.ts';
import type { WorkPage } from './work.ts';

export function redactWorkPage(page: WorkPage, redact: Redact): WorkPage {
  const usable = page.items.filter(({ id }) => redact(id) === id);
  const { firstRowId } = page;
  return {
    ...page,
    items: usable.map((item) => redactItem(item, redact)),
    malformedCount: page.malformedCount + page.items.length - usable.length,
    firstRowId: firstRowId !== null && redact(firstRowId) === firstRowId ? firstRowId : null,
  };
}

function redactItem(item: WorkItem, redact: Redact): WorkItem {
  const { sessionId, unknownState } = item;
  const isSessionClean = sessionId === null || redact(sessionId) === sessionId;
  if (isSessionClean && unknownState === undefined) return item;
  return {
    ...item,
    sessionId: isSessionClean ? sessionId : null,
    ...(unknownState === undefined ? {} : { unknownState: withoutSecrets(unknownState, redact) }),
  };
}

export function redactEnvironmentPage(page: EnvironmentPage, redact: Redact): EnvironmentPage {
  const usable = page.environments.filter(({ id }) => redact(id) === id);
  return {
    ...page,
    environments: usable.map((environment) => redactEnvironment(environment, redact)),
    malformedCount: page.malformedCount + page.environments.length - usable.length,
  };
}

/** Its id stays: it was asked for by it. */
export function redactEnvironment(environment: QoderEnvironment, redact: Redact): QoderEnvironment {
  const clean = (text: string | null) => (text === null ? null : withoutSecrets(text, redact));
  return { ...environment, name: clean(environment.name), type: clean(environment.type) };
}

/** Ids are compared and stored: one that holds the token is none. Nor is such a name of a tool. */
export function redactEventsPage(page: EventsPage, redact: Redact): EventsPage {
  const clean = (text: string | null) => (text === null || redact(text) === text ? text : null);
  return {
    ...page,
    events: page.events.map((event) => ({ ...event, id: clean(event.id), toolName: clean(event.toolName) })),
  };
}
