/** Starts the sandbox: one loopback server for every AWS service, told apart by the signature's scope. */

import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RecordedCall, Sandbox, TracedCall } from './contract.ts';
import type { Estate } from './estate/estate.ts';
import { makeFaults } from './faults.ts';
import { type Limits, makeLimiter } from './limits.ts';
import { answering, listen, readBody, sendBody } from './loopback.ts';
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
      const { status, headers, body: text } = reply.wire;
      // Clients correct their clock by this date.
      const sent = { status, headers: { ...headers, date: now.toUTCString() }, text };
      sendBody(sent, response, reply.type === 'cut' ? 'cut' : reply.type === 'slow' ? reply.milliseconds : 0);
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
  const server = createServer(answering(handle));
  const { port, close } = await listen(server, options.port);

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
    close,
  };
};
