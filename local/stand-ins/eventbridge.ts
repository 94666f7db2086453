/** Stands in for EventBridge: takes PutEvents under the documented limits, and keeps what rules would see. */

import { parseJson } from '../../contract/parse-json.ts';
import { decode, type Loopback, startLoopback } from '../loopback-server.ts';
import { answerFailure, answerJson, answerJsonRefusal, jsonAction, RefusedError } from './answers.ts';
import { STAND_IN_REGION } from './credentials.ts';
import { findEntryFault, type PutEventsEntry, parsePutEvents } from './put-events-rules.ts';
import type { Traffic } from './traffic.ts';

/** As a rule, and its targets, get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Of the bus: seconds, `Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface EventBridgeStandIn extends Loopback {
  readonly eventBusName: string;
  /** In the order in which they were taken. */
  readonly events: () => readonly BusEvent[];
  /** From now on it answers these entries of each call, counted from 0, by this error; an empty list ends it. */
  readonly refuseEntries: (indexes: readonly number[], errorCode?: string) => void;
  readonly forgetEvents: () => void;
}

const BUS_NAME = 'incidents';
const ACCOUNT = '123456789012';

export async function startEventBridge(traffic: Traffic, now: () => Date): Promise<EventBridgeStandIn> {
  const events: BusEvent[] = [];
  const refused = { indexes: [] as readonly number[], errorCode: '' };
  let number = 0;

  const take = (entry: PutEventsEntry, index: number) => {
    if (refused.indexes.includes(index)) {
      return { ErrorCode: refused.errorCode, ErrorMessage: 'Told to fail' };
    }
    const fault = findEntryFault(entry);
    if (fault !== null) return fault;
    const id = `00000000-0000-4000-8000-${String(++number).padStart(12, '0')}`;
    events.push(toBusEvent(entry, id, now()));
    return { EventId: id };
  };

  const server = await startLoopback((request, body, response) => {
    const action = jsonAction(request);
    const failure = traffic.admit('events', action);
    if (failure !== null) return answerFailure(failure, response, answerJsonRefusal);
    try {
      if (action !== 'PutEvents') throw new RefusedError('UnknownOperationException', `No action ${action}`);
      const entries = parsePutEvents(decode(request, body));
      const other = entries.find(({ EventBusName }) => EventBusName !== BUS_NAME);
      if (other !== undefined) {
        throw new RefusedError(
          'ResourceNotFoundException',
          `Event bus ${other.EventBusName} does not exist.`,
        );
      }
      const Entries = entries.map(take);
      const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length;
      answerJson(response, 200, { FailedEntryCount, Entries });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      answerJsonRefusal(response, error);
    }
  });
  return {
    ...server,
    eventBusName: BUS_NAME,
    events: () => [...events],
    refuseEntries: (indexes, errorCode = 'ThrottlingException') => {
      Object.assign(refused, { indexes, errorCode });
    },
    forgetEvents: () => {
      events.length = 0;
    },
  };
}

function toBusEvent(entry: PutEventsEntry, id: string, now: Date): BusEvent {
  const { Source = '', DetailType = '', Detail = '', Resources, Time } = entry;
  const time = Time === undefined ? now : new Date(Math.floor(Time) * 1000);
  return {
    version: '0',
    id,
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: time.toISOString().replace('.000Z', 'Z'),
    region: STAND_IN_REGION,
    resources: Resources,
    detail: parseJson(Detail),
  };
}
