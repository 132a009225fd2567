/** What a fault makes of an answer, and how it goes on the wire. */
import type { ServerResponse } from 'node:http';
import type { FaultEffect } from '../contract.ts';
import { sendBody } from '../loopback.ts';
import type { Routed } from './context.ts';
import { graphAction } from './graph.ts';
import type { AzureReply } from './reply.ts';
import { expired, forbid, forbidByAssignment, noSubscription, quotaUsed, refuse, tooMany } from './reply.ts';

/** `cut`: the connection ends halfway through the body. `text` is the body as it is sent. */
export type Sent =
  | {
      readonly type: 'whole' | 'cut';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** Milliseconds before the second half. */
      readonly slow: number;
    }
  | { readonly type: 'hang' | 'reset' };

export const whole = ({ status, headers, body }: AzureReply): Sent => ({
  type: 'whole',
  status,
  headers,
  text: JSON.stringify(body),
  slow: 0,
});

/** What comes in an answer's place; undefined for an effect that lets the answer come. */
export const inPlace = (effect: FaultEffect, routed: Routed, caller: string): Sent | undefined => {
  const { action, account } = routed;
  const scope = `/subscriptions/${account}`;
  const graph = action === graphAction;
  switch (effect.type) {
    case 'hang':
    case 'reset':
      return { type: effect.type };
    case 'throttle':
      return whole(tooMany(effect.after ?? 0, graph));
    case 'error':
      return whole(refuse(effect.status, effect.code, 'The server met an error.'));
    case 'deny':
      return whole((effect.by === 'scp' ? forbidByAssignment : forbid)(caller, action, scope));
    case 'withdraw':
      return graph ? undefined : whole(forbid(caller, action, scope));
    case 'vanish':
      return whole(noSubscription(account, graph));
    case 'expire-credentials':
      return whole(expired());
    case 'reject-credentials':
      return whole(refuse(401, 'InvalidAuthenticationToken', 'The access token is invalid.'));
    default:
      return undefined;
  }
};

/** Effects on the body, one after the other. */
export const spoilt = (reply: AzureReply, struck: readonly FaultEffect[]): Sent => {
  let { type, status, headers, text, slow } = whole(reply) as Exclude<Sent, { type: 'hang' | 'reset' }>;
  for (const effect of struck) {
    switch (effect.type) {
      case 'cut':
        type = 'cut';
        break;
      case 'garble':
        text = text.slice(0, text.length / 2);
        break;
      case 'slow':
        slow = effect.milliseconds;
        break;
      case 'quota-used':
        headers = { ...headers, ...quotaUsed(effect.seconds) };
        break;
      case 'mistyped':
        headers = { ...headers, 'content-type': 'text/html' };
        break;
      case 'wrong-body':
        status = 200;
        text = wrongBodies[effect.body];
        if (effect.body === 'html') headers = { ...headers, 'content-type': 'text/html' };
        break;
      default:
    }
  }
  return { type, status, headers, text, slow };
};

const wrongBodies = {
  html: '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>',
  empty: '',
  bare: '{}',
} as const;

/** The status that left, 0 where none did. */
export const sendReply = (sent: Sent, response: ServerResponse): number => {
  switch (sent.type) {
    case 'hang':
      return 0;
    case 'reset':
      response.socket?.destroy();
      return 0;
    case 'cut':
    case 'whole': {
      const headers = { 'content-type': 'application/json; charset=utf-8', ...sent.headers };
      sendBody({ ...sent, headers }, response, sent.type === 'cut' ? 'cut' : sent.slow);
      return sent.status;
    }
  }
};
