/** From a signed request to what goes back on the wire, faults included. */
import { setTimeout as delay } from 'node:timers/promises';
import { authenticate, missingToken, unknownRegion } from './authenticate.ts';
import type { Fault, RecordedCall } from './contract.ts';
import type { Faults } from './faults.ts';
import { throttled } from './limits.ts';
import { type Answer, type Call, type Refusal, refuse, type Service, services } from './protocol/call.ts';
import { readScope, type SignedRequest } from './protocol/signature.ts';
import { decodeRequest, encodeAnswer, encodeRefusal, type Wire } from './protocol/wire.ts';
import { denyCall, standingDenial } from './services/denials.ts';
import { operations } from './services/operations.ts';
import { accountOf, type ServiceContext } from './services/service.ts';
import { roleAccount } from './services/sts.ts';
import { namedKinds, parseQuery } from './sql/parse.ts';

/** `reset`: closed before an answer. `hang`: none ever comes. `cut`: the body ends halfway. */
export type Reply =
  | { readonly type: 'whole' | 'cut'; readonly wire: Wire }
  | { readonly type: 'reset' }
  | { readonly type: 'hang' };

export interface Responder {
  readonly context: ServiceContext;
  readonly faults: Faults;
  readonly limit: (call: Call) => Refusal | undefined;
  readonly record: (call: RecordedCall) => void;
  /** Milliseconds before each answer. */
  readonly pageDelay: number;
}

const isService = (name: string): name is Service => (services as readonly string[]).includes(name);

/** Services whose endpoint is one for all regions, whatever region the request was signed for. */
const isGlobal = (service: Service): boolean => service !== 'config';

export const respond = async (request: SignedRequest, responder: Responder): Promise<Reply> => {
  const { context } = responder;
  const scope = readScope(request.headers);
  if (scope === undefined) return whole(encodeRefusal('config', missingToken('config')));
  const { service, region } = scope;
  if (!isService(service)) {
    return whole(
      encodeRefusal('config', refuse(404, 'UnknownService', `The sandbox has no service ${service}`)),
    );
  }
  const known = authenticate(request, scope, service, context.sessions, context.now());
  if (known.type === 'refusal') return whole(encodeRefusal(service, known));
  const decoded = decodeRequest(service, request);
  if (decoded.type === 'refusal') return whole(encodeRefusal(service, decoded));
  const { caller } = known;
  const action = `${service}:${decoded.name}`;
  const account = action === 'sts:AssumeRole' ? roleAccount(decoded.input, caller) : caller.account;
  const call: Call = {
    service,
    operation: decoded.name,
    action,
    account,
    region,
    caller,
    input: decoded.input,
  };
  const kinds = queriedKinds(call);
  const done = (status: number): void =>
    responder.record({ action, account, region, caller: caller.arn, status, kinds });
  const refused = (refusal: Refusal): Reply => {
    done(refusal.status);
    return whole(encodeRefusal(service, refusal));
  };
  if (responder.pageDelay > 0) await delay(responder.pageDelay);

  if (!isGlobal(service) && !isEnabled(context, account, region)) return refused(unknownRegion(service));
  const early = responder.faults.before(call);
  if (early !== undefined) {
    const struck = strike(early, call, context);
    if (struck.type === 'refusal') return refused(struck);
    // No answer ever leaves, so the call is recorded with no status.
    done(0);
    return struck;
  }
  const slow = responder.limit(call);
  if (slow !== undefined) return refused(slow);
  const standing = standingDenial(context.estate.denials, call);
  if (standing !== undefined) return refused(denyCall(call, context.estate.partition, standing.by));
  const table = operations[service];
  const handler = Object.hasOwn(table, call.operation) ? table[call.operation] : undefined;
  if (handler === undefined) {
    return refused(refuse(400, unknownOperationCode(service), `The sandbox has no operation ${action}`));
  }
  const outcome = handler(call, context);
  if (outcome.type === 'refusal') return refused(outcome);
  return finish(call, outcome, responder, done);
};

/** Kinds that a query names, whether it is answered or not. */
const queriedKinds = (call: Call): readonly string[] => {
  const { Expression } = call.input;
  if (call.service !== 'config' || typeof Expression !== 'string') return [];
  const parsed = parseQuery(Expression);
  return parsed.type === 'query' ? namedKinds(parsed.query.where) : [];
};

const whole = (wire: Wire): Reply => ({ type: 'whole', wire });

const unknownOperationCode = (service: Service): string =>
  service === 'sts' || service === 'iam' ? 'InvalidAction' : 'UnknownOperationException';

const isEnabled = (context: ServiceContext, account: string, region: string): boolean =>
  accountOf(context, account).regions.some((one) => one.name === region && one.state !== 'DISABLED');

/** What a fault does to a call by itself; effects on a body never come here. */
const strike = (
  { effect }: Fault,
  call: Call,
  context: ServiceContext,
): Refusal | { readonly type: 'reset' } | { readonly type: 'hang' } => {
  switch (effect.type) {
    case 'deny':
      return denyCall(call, context.estate.partition, effect.by ?? 'policy');
    case 'throttle':
      return throttled(call.service);
    case 'error':
      return refuse(effect.status, effect.code, 'Injected error');
    case 'reset':
    case 'hang':
      return { type: effect.type };
    case 'cut':
    case 'garble':
    case 'garble-field':
    case 'expire-token':
      throw new Error(`${effect.type} needs an answer`);
  }
};

const finish = (call: Call, answer: Answer, responder: Responder, done: (status: number) => void): Reply => {
  const struck = responder.faults.after(call, answer);
  let next = answer.next;
  let type: 'whole' | 'cut' = 'whole';
  let garble = false;
  for (const fault of struck) {
    switch (fault.effect.type) {
      case 'expire-token':
        next = responder.context.tokens.sealExpired();
        break;
      case 'cut':
        type = 'cut';
        break;
      case 'garble':
        garble = true;
        break;
      default: {
        const effect = strike(fault, call, responder.context);
        if (effect.type !== 'refusal') {
          done(0);
          return effect;
        }
        done(effect.status);
        return whole(encodeRefusal(call.service, effect));
      }
    }
  }
  const wire = encodeAnswer(call.service, call.operation, answer.value(next));
  done(wire.status);
  // Half of it, then something that neither JSON nor XML has there.
  const body = garble ? `${wire.body.slice(0, wire.body.length / 2)}\u0000<<{` : wire.body;
  return { type, wire: { ...wire, body } };
};
