/** Starts the sandbox: one loopback server for every AWS service, told apart by the signature's scope. */

import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedCall, Sandbox, TracedCall } from './contract.ts';
import type { Estate } from './estate/estate.ts';
import { makeFaults } from './faults.ts';
import { type Limits, makeLimiter } from './limits.ts';
import { type Reply, type Responder, respond } from './respond.ts';
import { makePageTokens } from './services/page-tokens.ts';
import { iamId, makeSessions } from './services/sessions.ts';
import { makeWebIdentity } from './services/web-identity.ts';

export interface SandboxOptions {
  readonly estate: Estate;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Milliseconds before each answer. */
  readonly pageDelay?: number;
  /** Off by default. */
  readonly limits?: Limits;
  /** Every nth page is empty and still carries a token, as the services may do; 0, the default: none is. */
  readonly emptyPageEvery?: number;
  /** Pages of items hold no more than this, whatever was asked for; the services' own limits when omitted. */
  readonly longestPage?: number;
  /** Whether callers may have tokens for others (IAM outbound identity federation); they may when omitted. */
  readonly webIdentity?: boolean;
  /** Hears of every call as it is answered, with what struck it. */
  readonly onCall?: (call: TracedCall) => void;
}

/** More than any of the spoken requests needs. */
const maxBody = 1 << 20;

const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBody) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const send = (reply: Reply, response: ServerResponse, now: Date): void => {
  switch (reply.type) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'whole':
    case 'slow':
    case 'cut': {
      const body = Buffer.from(reply.wire.body);
      response.writeHead(reply.wire.status, {
        ...reply.wire.headers,
        // Clients correct their clock by this one.
        date: now.toUTCString(),
        'content-length': body.length,
      });
      if (reply.type === 'whole') {
        response.end(body);
      } else if (reply.type === 'slow') {
        const half = Math.floor(body.length / 2);
        response.write(body.subarray(0, half));
        setTimeout(() => response.end(body.subarray(half)), reply.milliseconds).unref();
      } else {
        response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      }
    }
  }
};

export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { estate, now: ownClock = () => new Date() } = options;
  let shift = 0;
  const now = (): Date => new Date(ownClock().getTime() + shift);
  const hidden = new Set<string>();
  // Not a secret: whoever reaches the loopback port may use it. Tokens are bound to the estate by it.
  const seed = `${estate.name}/${estate.organization.id}`;
  const credentials = {
    accessKeyId: iamId('AKIA', `${seed}/key`),
    secretAccessKey: hash('sha256', `${seed}/secret`, 'hex').slice(0, 40),
  };
  const { account, user } = estate.caller;
  const caller = {
    arn: `arn:${estate.partition}:iam::${account}:user/${user}`,
    account,
    userId: iamId('AIDA', `${account}/user/${user}`),
    assumed: false,
  };
  const webIdentity = makeWebIdentity(seed, options.webIdentity ?? true);
  const calls: RecordedCall[] = [];
  const faults = makeFaults();
  const responder: Responder = {
    context: {
      estate,
      accounts: new Map(estate.accounts.map((one) => [one.id, one])),
      now,
      tokens: makePageTokens(seed),
      sessions: makeSessions({ ...credentials, caller }, seed),
      webIdentity,
      habits: {
        emptyPageEvery: options.emptyPageEvery ?? 0,
        longestPage: options.longestPage ?? Number.POSITIVE_INFINITY,
      },
      hidden,
    },
    faults,
    limit: makeLimiter(options.limits ?? {}, () => performance.now()),
    record: (call) => {
      options.onCall?.(call);
      const { request, struck, believed, ...recorded } = call;
      if (believed) calls.push(recorded);
    },
    shiftClock: (minutes) => {
      shift += minutes * 60_000;
    },
    change: (hide, show) => {
      for (const name of hide) hidden.add(name);
      for (const name of show) hidden.delete(name);
    },
    pageDelay: options.pageDelay ?? 0,
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === undefined) {
      response.writeHead(413).end();
      return;
    }
    const { method = 'GET', url = '/', headers } = request;
    send(await respond({ method, url, headers, body }, responder), response, now());
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) => {
      // A client that went away needs no answer; anything else is a bug of the sandbox and says so.
      if (response.destroyed || response.headersSent) return;
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`The sandbox failed: ${message}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    account,
    homeRegion: estate.homeRegion,
    webIdentity,
    addFault: faults.add,
    clearFaults: () => {
      faults.clear();
      hidden.clear();
      shift = 0;
    },
    calls,
    clearCalls: () => {
      calls.length = 0;
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        // Hanging answers would keep it open forever.
        server.closeAllConnections();
      }),
  };
};
