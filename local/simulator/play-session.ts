/** The events of a simulated session up to an instant, oldest first: the same whenever they are asked for. Source: the reference of events. */
import type { SimulatedItem } from './item.ts';
import { createRandom, drawBetween, type Random, type Range } from './random.ts';
import type { SessionStep, SimulatedSession } from './simulated-session.ts';
import { toWireMicroseconds } from './wire-time.ts';

/** Stands in everything that a session is about: whoever reads sessions for their state shows none of it. */
export const CONTENT = 'what-the-session-is-about';

const MODEL_SECONDS = { min: 2, max: 20 };
const TOOLS = ['bash', 'read', 'write', 'grep'] as const;

interface Event {
  readonly type: string;
  readonly atMs: number;
  readonly [payload: string]: unknown;
}

/** @returns as the API writes them */
export function sessionEvents(session: SimulatedSession, at: Date): readonly Record<string, unknown>[] {
  return play(session, at)
    .filter(({ atMs }) => atMs <= at.getTime())
    .map(({ atMs, ...event }) => ({ ...event, processed_at: toWireMicroseconds(new Date(atMs)) }));
}

function play({ id: sessionId, item, steps, toolSeconds }: SimulatedSession, at: Date): Event[] {
  const random = createRandom(Number.parseInt(sessionId.slice(-8), 16));
  const events: Event[] = [];
  const nextId = () => `evt_${sessionId.slice(5, 25)}${String(events.length).padStart(6, '0')}`;
  const emit = (type: string, atMs: number, payload: object = {}) => {
    const id = nextId();
    events.push({ id, type, atMs, ...payload });
    return id;
  };
  const ended: SessionStep[] = item.stoppedAt === null ? [] : [{ at: item.stoppedAt, turn: 'ends-turn' }];
  const createdMs = item.createdAt.getTime();
  emit('user.message', createdMs, { content: [{ type: 'text', text: CONTENT }] });
  emit('session.status_running', createdMs);
  let fromMs: number | null = createdMs;
  let askedId = '';
  for (const step of [...steps, ...ended, { at, turn: 'now' as const }]) {
    const untilMs = step.at.getTime();
    if (fromMs !== null)
      work({
        random,
        emit,
        item,
        toolSeconds,
        fromMs,
        untilMs,
        isStalled: step.turn === 'stalls',
        isCut: step.turn !== 'now',
      });
    fromMs = null;
    if (step.turn === 'asks-person') askedId = ask(emit, untilMs);
    if (step.turn === 'is-allowed') fromMs = allow(emit, untilMs, askedId);
    if (step.turn === 'runs-model') emit('span.model_request_start', untilMs);
    if (step.turn === 'is-terminated') emit('session.status_terminated', untilMs);
    if (step.turn === 'is-rescheduled') emit('session.status_rescheduled', untilMs);
    if (step.turn === 'ends-turn') {
      emit('agent.message', untilMs, { content: [{ type: 'text', text: CONTENT }] });
      emit('session.status_idle', untilMs, { stop_reason: { type: 'end_turn' } });
    }
  }
  return events;
}

type Emit = (type: string, atMs: number, payload?: object) => string;

interface Work {
  readonly random: Random;
  readonly emit: Emit;
  readonly item: SimulatedItem;
  readonly toolSeconds: Range;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The worker returns nothing after the end; the model goes on. */
  readonly isStalled: boolean;
  /** What is under way ends with it. */
  readonly isCut: boolean;
}

/** The model thinks and calls a tool, the worker returns the result, and so on. */
function work({ random, emit, item, toolSeconds, fromMs, untilMs, isStalled, isCut }: Work): void {
  const heldMs = item.startedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  for (let startMs = fromMs; startMs < untilMs; ) {
    const startId = emit('span.model_request_start', startMs);
    const modelMs = startMs + 1000 * drawBetween(random, MODEL_SECONDS);
    const callMs = isCut && !isStalled ? Math.min(modelMs, untilMs) : modelMs;
    const isCalled = callMs === modelMs;
    emit('agent.thinking', callMs, { content: CONTENT });
    const name = TOOLS[Math.floor(random() * TOOLS.length)];
    const callId = isCalled ? emit('agent.tool_use', callMs, { name, input: { command: CONTENT } }) : '';
    emit('span.model_request_end', callMs, {
      model_request_start_id: startId,
      is_error: false,
      model_usage: { credits: 0.1 },
    });
    const resultMs = Math.max(modelMs, heldMs) + 1000 * drawBetween(random, toolSeconds);
    if (isStalled && resultMs > untilMs) return;
    const returnedMs = isCut ? Math.min(resultMs, untilMs) : resultMs;
    if (isCalled && Number.isFinite(returnedMs))
      emit('user.tool_result', returnedMs, {
        tool_use_id: callId,
        content: [{ type: 'text', text: CONTENT }],
      });
    startMs = returnedMs;
  }
}

function ask(emit: Emit, atMs: number): string {
  const startId = emit('span.model_request_start', atMs);
  const id = emit('agent.tool_use', atMs, {
    name: 'deploy',
    input: { target: CONTENT },
    evaluated_permission: 'ask',
  });
  emit('span.model_request_end', atMs, { model_request_start_id: startId, is_error: false });
  emit('session.status_idle', atMs, { stop_reason: { type: 'requires_action', event_ids: [id] } });
  return id;
}

/** @returns when the work goes on */
function allow(emit: Emit, atMs: number, callId: string): number {
  emit('user.tool_confirmation', atMs, { tool_use_id: callId, result: 'allow' });
  emit('session.status_running', atMs);
  emit('user.tool_result', atMs, { tool_use_id: callId, content: [{ type: 'text', text: CONTENT }] });
  return atMs;
}
