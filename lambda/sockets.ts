/** Connections that are kept between requests, and not between runs: Lambda freezes a function for longer than servers wait. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

export interface Sockets {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** Closes those that wait: the other side of each may have closed it while the function was frozen. */
  readonly dropIdle: () => void;
}

export function createSockets(): Sockets {
  const options = { keepAlive: true, maxSockets: 50 };
  const [httpAgent, httpsAgent] = [new HttpAgent(options), new HttpsAgent(options)];
  return {
    httpAgent,
    httpsAgent,
    dropIdle: () => {
      const idle = [httpAgent, httpsAgent].flatMap(({ freeSockets }) => Object.values(freeSockets));
      for (const socket of idle.flat()) socket?.destroy();
    },
  };
}
