/** What a reader received, and how much memory it needed for it. */
import type { Transport } from '../../lambda/read/api/transport.ts';

export interface Observed {
  readonly receivedBytes: number;
  /** Most that was reachable at any time, sampled. */
  readonly peakHeapBytes: number;
  /** Most that the process held of the machine's memory, Node itself included. */
  readonly peakRssBytes: number;
}

export interface Observer {
  /** Counts the bytes of an answer's body. */
  readonly received: (bodyText: string) => void;
  readonly result: () => Observed;
}

/** Collecting garbage for a sample takes milliseconds, so not on every page. */
const SAMPLE_EVERY_COUNT = 200;

/** @param collectGarbage before a sample, so that it counts only what is reachable */
export function createObserver(collectGarbage: () => void): Observer {
  let [receivedBytes, answerCount, peakHeapBytes] = [0, 0, 0];
  const sample = () => {
    collectGarbage();
    peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed);
  };
  return {
    received: (bodyText) => {
      receivedBytes += Buffer.byteLength(bodyText);
      if (++answerCount % SAMPLE_EVERY_COUNT === 1) sample();
    },
    result: () => {
      sample();
      return { receivedBytes, peakHeapBytes, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
    },
  };
}

export function observe(transport: Transport, observer: Observer): Transport {
  return async (request) => {
    const response = await transport(request);
    observer.received(response.bodyText);
    return response;
  };
}
