/**
 * Stands in for the Lambda runtime in a process of its own: imports the bundle named on the command line and
 * calls its handler for each message. Run by start-function.ts.
 */
import { pathToFileURL } from 'node:url';
import type { Invocation, InvocationResult, MemoryAnswer, MemoryQuestion } from './start-function.ts';
import { installVirtualTime, setVirtualTime } from './virtual-time.ts';

installVirtualTime();

const [, , bundlePath = ''] = process.argv;
const { handler }: { handler: (event: unknown, context: object) => Promise<unknown> } = await import(
  pathToFileURL(bundlePath).href
);

process.on('message', async (message: Invocation | MemoryQuestion) => {
  process.send?.('asksFor' in message ? tellMemory(message) : await invoke(message));
});

// Who invokes it is gone.
process.once('disconnect', () => process.exit());

async function invoke({ event, requestId: awsRequestId, time }: Invocation): Promise<InvocationResult> {
  if (time !== null) setVirtualTime(time);
  try {
    await handler(event, { awsRequestId });
    return { requestId: awsRequestId, error: null };
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { requestId: awsRequestId, error: { name, message, stack } };
  }
}

function tellMemory({ requestId }: MemoryQuestion): MemoryAnswer {
  globalThis.gc?.();
  return { requestId, memory: process.memoryUsage() };
}
