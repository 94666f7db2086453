/** A topic in memory, and a bus where one is connected: each call is a step, and takes all of its alerts or none. */
import type { Alert } from '../../lambda/model/incident.ts';
import type { Parts } from '../../lambda/wiring.ts';
import type { Take } from './run-steps.ts';

export interface VirtualChannels {
  /** What the topic took, oldest first; repetitions too. */
  readonly alerts: readonly Alert[];
  /** The alerts in short, such as `env_a queue-stuck opened critical`. */
  readonly told: () => string[];
  /** From now on there is an event bus too. @returns what it took, oldest first; repetitions too */
  readonly connectBus: () => readonly Alert[];
  /** @returns what the topic took, of which nothing is kept */
  readonly forget: () => readonly Alert[];
  readonly toSenders: (take: Take) => Pick<Parts, 'sendAlert' | 'sendEvents'>;
}

export function createVirtualChannels(): VirtualChannels {
  const alerts: Alert[] = [];
  let events: Alert[] | null = null;
  return {
    alerts,
    told: () =>
      alerts.map(({ environmentIds, condition, change, severity }) =>
        [environmentIds.join(','), condition, change, severity].join(' '),
      ),
    forget: () => alerts.splice(0),
    connectBus: () => {
      events = [];
      return events;
    },
    toSenders: (take) => ({
      sendAlert: (alert, signal) =>
        take(`send ${alert.messageId}`, async () => void alerts.push(alert), signal),
      sendEvents: events === null ? null : toEventSender(events, take),
    }),
  };
}

const toEventSender =
  (taken: Alert[], take: Take): Parts['sendEvents'] =>
  async (alerts, signal) => {
    if (alerts.length === 0) return { takenIds: new Set(), errors: [] };
    const ids = alerts.map(({ messageId }) => messageId);
    try {
      await take(`put ${ids.join(' ')}`, async () => void taken.push(...alerts), signal);
      return { takenIds: new Set(ids), errors: [] };
    } catch (error) {
      return { takenIds: new Set(), errors: [error] };
    }
  };
