/** The place that is looked at, in the address: a link shows the same environment, incident, alert and time. */
import { type Choices, PROTOCOLS } from './page-state.ts';

/** @returns what a link asks for; what it does not say, or says wrongly, is left out */
export function parsePlace(search: string): Partial<Choices> {
  const asked = new URLSearchParams(search);
  const [environmentId, incidentId, messageId] = ['environment', 'incident', 'alert'].map((name) =>
    asked.get(name),
  );
  const protocol = PROTOCOLS.find((name) => name === asked.get('as'));
  const atSeconds = Date.parse(asked.get('time') ?? '') / 1000;
  const windowMinutes = Number(asked.get('minutes'));
  return {
    ...(environmentId ? { environmentId } : {}),
    ...(incidentId ? { incidentId } : {}),
    ...(messageId ? { messageId } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(Number.isFinite(atSeconds) ? { atSeconds } : {}),
    ...(windowMinutes >= 1 && windowMinutes <= 720 ? { windowMinutes } : {}),
  };
}

/** @returns with its question mark */
export function formatPlace(choices: Choices): string {
  const { environmentId, incidentId, messageId, protocol, atSeconds, windowMinutes } = choices;
  const time = atSeconds === null ? null : `${new Date(atSeconds * 1000).toISOString().slice(0, 16)}Z`;
  const parts = [
    ['environment', environmentId],
    ['incident', incidentId],
    ['alert', messageId],
    ['as', protocol === 'mail' ? null : protocol],
    ['time', time],
    ['minutes', windowMinutes === 60 ? null : windowMinutes],
  ].filter(([, value]) => value !== null && value !== '');
  // Of the letters that ids and times have, all may stand in a query as they are.
  return `?${parts.map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%3A', ':')}`).join('&')}`;
}

/** A step that the Back button undoes: another place, not another moment. */
export const isStep = (before: Choices, after: Choices): boolean =>
  before.environmentId !== after.environmentId || before.incidentId !== after.incidentId;
