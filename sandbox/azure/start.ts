/** Starts Azure's sandbox: one loopback server over TLS, with a certificate that it makes for itself. */
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { makeCertificate } from '../certificate.ts';
import type { FaultedCall } from '../cloud-faults.ts';
import type { FaultEffect, RecordedCall, TracedCall } from '../contract.ts';
import { answering, listen, readBody } from '../loopback.ts';
import { makePageTokens } from '../services/page-tokens.ts';
import type { AzureContext, Routed } from './context.ts';
import { permits } from './context.ts';
import type { AzureSandbox } from './contract.ts';
import type { FederatedCredential } from './entra.ts';
import { answerEntra } from './entra.ts';
import type { AzureEstate } from './estate.ts';
import { makeAzureFaults } from './faults.ts';
import type { AzureReply } from './reply.ts';
import { forbid, refuse } from './reply.ts';
import { inPlace, type Sent, sendReply, spoilt, whole } from './send.ts';
import { route } from './services.ts';

export interface AzureSandboxOptions {
  readonly estate: AzureEstate;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Rows of a page at most; what the services allow when left out. */
  readonly pageLimit?: number;
  /** That an application of the tenant trusts; none when left out. */
  readonly federated?: FederatedCredential;
  /** Hears of every call as it is answered, with what struck it. */
  readonly onCall?: (call: TracedCall) => void;
}

interface Answered {
  readonly sent: Sent;
  readonly struck: readonly FaultEffect[];
}

export const startAzureSandbox = async (options: AzureSandboxOptions): Promise<AzureSandbox> => {
  const { estate, now = () => new Date() } = options;
  const { key, cert } = makeCertificate({
    name: 'Plumbline sandbox',
    key: 'P-256',
    now: now(),
    days: 30,
  });
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

  const respond = (routed: Routed, call: FaultedCall): Answered => {
    const early = faults.before(call);
    const instead = early === undefined ? undefined : inPlace(early, routed, estate.caller);
    if (early !== undefined && instead !== undefined) return { sent: instead, struck: [early] };
    const refused = permits(context, routed.action, routed.account)
      ? undefined
      : forbid(estate.caller, routed.action, `/subscriptions/${routed.account}`);
    if (refused !== undefined) return { sent: whole(refused), struck: [] };
    const strike = faults.answering(call, early);
    const reply = routed.handle(strike);
    return { sent: spoilt(reply, strike.struck), struck: strike.struck };
  };

  const accessToken = async () => ({ token, expiresOnTimestamp: now().getTime() + 3_600_000 });
  const entra = {
    tenant: estate.tenant,
    origin: () => origin,
    now,
    credential: options.federated,
    token: accessToken,
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = (await readBody(request))?.toString('utf8') ?? '';
    const url = new URL(request.url ?? '/', origin);
    const signedIn = await answerEntra(entra, { path: url.pathname, body: text });
    if (signedIn !== undefined) {
      sendReply(whole(signedIn), response);
      return;
    }
    const body = jsonOf(text);
    const send = (sent: Sent): number => sendReply(sent, response);
    const refuseAll = (reply: AzureReply): number => send(whole(reply));
    if (request.headers.authorization !== `Bearer ${token}`) {
      refuseAll(refuse(401, 'AuthenticationFailed', 'Authentication failed.'));
      return;
    }
    if (!url.searchParams.has('api-version')) {
      const message = 'The api-version query parameter (?api-version=) is required for all requests.';
      refuseAll(refuse(400, 'MissingApiVersionParameter', message));
      return;
    }
    const routed = route({ method: request.method ?? 'GET', url, body }, context);
    if (routed === undefined) {
      refuseAll(refuse(404, 'NotFound', 'The sandbox does not know this address.'));
      return;
    }
    const { action, account, kinds } = routed;
    const asked = `${request.method} ${url.pathname}${url.search}|${JSON.stringify(body ?? '')}`;
    const answered = respond(routed, { action, account, kinds, request: asked });
    const status = send(answered.sent);
    const call = { action, account, region: 'global', caller: estate.caller, status, kinds };
    calls.push(call);
    const struck = [...new Set(answered.struck.map(({ type }) => type))];
    options.onCall?.({ ...call, request: asked, struck, believed: true });
  };

  const server = createServer({ key, cert }, answering(handle));
  const { port, close } = await listen(server, options.port);
  origin = `https://127.0.0.1:${port}`;

  return {
    endpoint: origin,
    ca: cert,
    token: accessToken,
    tenant: estate.tenant,
    addFault: faults.add,
    clearFaults: faults.clear,
    calls,
    clearCalls: () => {
      calls.length = 0;
    },
    close,
  };
};

const jsonOf = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
