/**
 * A receiver on loopback that refuses what the vendor's refuses: what its schema or its limits do not permit, and more
 * than its rate. What it took is kept, as it came.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#sandbox/loopback.ts';

export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** As JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DoubleOptions {
  /** Answers what was asked, or refuses it. */
  readonly answer: (taken: Taken) => Reply;
  /** Requests in a second of {@link clock}; more are answered 429. */
  readonly perSecond?: number;
  readonly clock?: Clock;
}

/** Time that passes only where somebody sleeps. */
export interface Clock {
  now: () => Date;
  sleep: (time: number) => Promise<void>;
  slept: number[];
}

export const startClock = (at = '2026-11-25T06:00:00Z'): Clock => {
  let time = Date.parse(at);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(time),
    sleep: (wait) => {
      slept.push(wait);
      time += wait;
      return Promise.resolve();
    },
  };
};

export interface Double {
  readonly url: string;
  /** What was accepted. */
  readonly taken: readonly Taken[];
  /** Statuses that were answered, in order. */
  readonly statuses: readonly number[];
  /** Answers these first, one for each request, whatever is asked; `cut` closes the connection after taking it. */
  next(...replies: readonly (Reply | 'cut')[]): void;
  close(): Promise<void>;
}

export const startDouble = async ({ answer, perSecond, clock }: DoubleOptions): Promise<Double> => {
  const taken: Taken[] = [];
  const statuses: number[] = [];
  const scripted: (Reply | 'cut')[] = [];
  let recent: number[] = [];
  const tooFast = (): boolean => {
    if (perSecond === undefined || clock === undefined) return false;
    const now = clock.now().getTime();
    recent = recent.filter((time) => now - time < 1_000);
    if (recent.length >= perSecond) return true;
    recent.push(now);
    return false;
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const one: Taken = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
      json: jsonOf(body),
    };
    const script = scripted.shift();
    if (script === 'cut') {
      taken.push(one);
      statuses.push(0);
      request.socket.destroy();
      return;
    }
    const reply = script ?? (tooFast() ? { status: 429, headers: { 'retry-after': '1' } } : answer(one));
    statuses.push(reply.status);
    if (script === undefined && reply.status >= 200 && reply.status < 300) taken.push(one);
    response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
  });
  const { port, close } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    statuses,
    next: (...replies) => scripted.push(...replies),
    close,
  };
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
