/** Starts Azure's sandbox: one loopback server over TLS, with a certificate that it makes for itself. */
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RecordedCall } from '../contract.ts';
import { makePageTokens } from '../services/page-tokens.ts';
import { makeCertificate } from './certificate.ts';
import type { AzureSandbox } from './contract.ts';
import type { AzureEstate } from './estate.ts';
import { makeAzureFaults } from './faults.ts';
import type { AzureReply } from './reply.ts';
import { forbid, forbidByAssignment, refuse, tooMany } from './reply.ts';
import type { AzureContext, Routed } from './services.ts';
import { permits, route } from './services.ts';

export interface AzureSandboxOptions {
  readonly estate: AzureEstate;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Rows of a page at most; what the services allow when left out. */
  readonly pageLimit?: number;
}

/** What goes back on the wire. */
type Sent =
  | { readonly type: 'whole' | 'cut' | 'garble'; readonly reply: AzureReply }
  | { readonly type: 'hang' | 'reset' };

export const startAzureSandbox = async (options: AzureSandboxOptions): Promise<AzureSandbox> => {
  const { estate, now = () => new Date() } = options;
  const { key, cert } = makeCertificate(now());
  const faults = makeAzureFaults();
  const calls: RecordedCall[] = [];
  let origin = '';
  // Not a secret: whoever reaches the loopback port may use it.
  const token = ['{"alg":"none"}', JSON.stringify({ oid: estate.caller, tid: estate.tenant })]
    .map((part) => Buffer.from(part).toString('base64url'))
    .concat(hash('sha256', `${estate.name}/${estate.tenant}`, 'hex').slice(0, 32))
    .join('.');
  const context: AzureContext = {
    estate,
    faults,
    tokens: makePageTokens(`${estate.name}/${estate.tenant}`),
    pageLimit: options.pageLimit ?? 1000,
    origin: () => origin,
  };

  const respond = (routed: Routed): Sent => {
    const { action, account } = routed;
    const scope = `/subscriptions/${account}`;
    const struck = faults.before(routed);
    switch (struck?.type) {
      case 'hang':
      case 'reset':
        return { type: struck.type };
      case 'throttle':
        return { type: 'whole', reply: tooMany() };
      case 'error':
        return { type: 'whole', reply: refuse(struck.status, struck.code, 'The server met an error.') };
      case 'deny': {
        const refusal = struck.by === 'scp' ? forbidByAssignment : forbid;
        return { type: 'whole', reply: refusal(estate.caller, action, scope) };
      }
      default:
    }
    if (!permits(context, action, account))
      return { type: 'whole', reply: forbid(estate.caller, action, scope) };
    const reply = routed.handle();
    const spoilt = faults.after(routed);
    if (spoilt?.type === 'cut' || spoilt?.type === 'garble') return { type: spoilt.type, reply };
    if (spoilt?.type === 'expire-token') return { type: 'whole', reply: withBadToken(reply, context) };
    return { type: 'whole', reply };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', origin);
    const send = (sent: Sent): number => sendReply(sent, response);
    if (request.headers.authorization !== `Bearer ${token}`) {
      send({ type: 'whole', reply: refuse(401, 'AuthenticationFailed', 'Authentication failed.') });
      return;
    }
    if (!url.searchParams.has('api-version')) {
      const message = 'The api-version query parameter (?api-version=) is required for all requests.';
      send({ type: 'whole', reply: refuse(400, 'MissingApiVersionParameter', message) });
      return;
    }
    const routed = route({ method: request.method ?? 'GET', url, body }, context);
    if (routed === undefined) {
      send({ type: 'whole', reply: refuse(404, 'NotFound', 'The sandbox does not know this address.') });
      return;
    }
    const status = send(respond(routed));
    const { action, account, kinds } = routed;
    calls.push({ action, account, region: 'global', caller: estate.caller, status, kinds });
  };

  const server = createServer({ key, cert }, (request, response) => {
    handle(request, response).catch((cause: unknown) => {
      if (response.destroyed || request.destroyed) return;
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`The sandbox failed: ${message}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint: origin,
    ca: cert,
    token: async () => ({ token, expiresOnTimestamp: now().getTime() + 3_600_000 }),
    tenant: estate.tenant,
    addFault: faults.add,
    clearFaults: faults.clear,
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

/** More than any of the spoken requests needs. */
const maxBody = 1 << 20;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBody) return undefined;
    chunks.push(bytes);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** A next page that the service then does not know. */
const withBadToken = (reply: AzureReply, { tokens }: AzureContext): AzureReply => {
  const bad = tokens.sealExpired();
  const body = reply.body as Record<string, unknown>;
  return 'data' in body
    ? { ...reply, body: { ...body, totalRecords: Number(body['totalRecords']) + 1, $skipToken: bad } }
    : reply;
};

/** The status that left, 0 where none did. */
const sendReply = (sent: Sent, response: ServerResponse): number => {
  switch (sent.type) {
    case 'hang':
      return 0;
    case 'reset':
      response.socket?.destroy();
      return 0;
    case 'garble':
    case 'cut':
    case 'whole': {
      const whole = Buffer.from(JSON.stringify(sent.reply.body));
      const body = sent.type === 'garble' ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
      response.writeHead(sent.reply.status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
        ...sent.reply.headers,
      });
      if (sent.type === 'cut') {
        response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      } else response.end(body);
      return sent.reply.status;
    }
  }
};
