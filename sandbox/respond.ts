/** From a signed request to what goes back on the wire, faults included. */
import { setTimeout as delay } from 'node:timers/promises';
import { authenticate, badSignature, expiredKey, invalidKey, missingToken } from './authenticate.ts';
import type { Fault, TracedCall } from './contract.ts';
import { type Faults, requestOf } from './faults.ts';
import { throttled } from './limits.ts';
import { type Answer, type Call, type Caller, type Refusal, refuse } from './protocol/call.ts';
import { actionOf, isService, profileOf, type Service } from './protocol/profiles.ts';
import { readScope, type SignedRequest } from './protocol/signature.ts';
import { decodeRequest, encodeAnswer, encodeRefusal, isXml } from './protocol/wire.ts';
import type { Decoded, Wire } from './protocol/wire-form.ts';
import { denyCall, standingDenial } from './services/denials.ts';
import { operations } from './services/operations.ts';
import { accountOf, type ServiceContext } from './services/service.ts';
import { roleAccount } from './services/sts.ts';
import { namedKinds, parseQuery } from './sql/parse.ts';

/** `reset`: closed before an answer. `hang`: none ever comes. `cut`: the body ends halfway. `slow`: it halts there. */
export type Reply =
  | { readonly type: 'whole' | 'cut'; readonly wire: Wire }
  | { readonly type: 'slow'; readonly wire: Wire; readonly milliseconds: number }
  | { readonly type: 'reset' }
  | { readonly type: 'hang' };

export interface Responder {
  readonly context: ServiceContext;
  readonly faults: Faults;
  readonly limit: (call: Call) => Refusal | undefined;
  readonly record: (call: TracedCall) => void;
  readonly shiftClock: (minutes: number) => void;
  readonly change: (hide: readonly string[], show: readonly string[]) => void;
  /** Milliseconds before each answer. */
  readonly pageDelay: number;
}

/** S3 Control signs as S3 does, and both generations of API Gateway alike; the paths of the newer one begin with its version. */
const serviceOf = (scope: string, url: string): string => {
  if (scope === 's3' && url.startsWith('/v20180820/')) return 's3-control';
  return scope === 'apigateway' && url.startsWith('/v2/') ? 'apigatewayv2' : scope;
};

export const respond = async (request: SignedRequest, responder: Responder): Promise<Reply> => {
  const { context } = responder;
  const scope = readScope(request.headers);
  if (scope === undefined) return whole(encodeRefusal('config', missingToken('config')));
  const { region } = scope;
  const service = serviceOf(scope.service, request.url);
  if (!isService(service)) {
    return whole(
      encodeRefusal('config', refuse(404, 'UnknownService', `The sandbox has no service ${service}`)),
    );
  }
  const known = authenticate(request, scope, service, context.sessions, context.now());
  const decoded = await decodeRequest(service, request);
  if (known.type === 'refusal') {
    const caller = context.sessions.find(scope.accessKeyId)?.caller;
    if (caller !== undefined && decoded.type !== 'refusal') {
      const call = callOf(service, decoded, caller, region);
      responder.record({ ...traced(call, known.status, [], []), believed: false });
    }
    return whole(encodeRefusal(service, known));
  }
  if (decoded.type === 'refusal') return whole(encodeRefusal(service, decoded));
  const { caller } = known;
  const call = callOf(service, decoded, caller, region);
  const { action, account } = call;
  const kinds = queriedKinds(call);
  const done = (status: number, struck: readonly Fault[] = []): void =>
    responder.record(traced(call, status, kinds, struck));
  const refused = (refusal: Refusal, struck: readonly Fault[] = []): Reply => {
    done(refusal.status, struck);
    return whole(encodeRefusal(service, refusal));
  };
  if (responder.pageDelay > 0) await delay(responder.pageDelay);

  if (profileOf(service).global !== true && !isEnabled(context, account, region))
    return refused(invalidKey(service));
  for (const { hide = [], show = [] } of responder.faults.changes(call)) responder.change(hide, show);
  const early = responder.faults.before(call);
  if (early !== undefined) {
    const struck = strike(early, call, responder);
    if (struck.type === 'refusal') return refused(struck, [early]);
    // No answer ever leaves, so the call is recorded with no status.
    done(0, [early]);
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

const callOf = (
  service: Service,
  decoded: Extract<Decoded, { type: 'operation' }>,
  caller: Caller,
  region: string,
): Call => {
  const { name, input } = decoded;
  const action = actionOf(service, name);
  const account = action === 'sts:AssumeRole' ? roleAccount(input, caller) : caller.account;
  return { service, operation: name, action, account, region, caller, input };
};

const traced = (
  call: Call,
  status: number,
  kinds: readonly string[],
  struck: readonly Fault[],
): TracedCall => ({
  action: call.action,
  account: call.account,
  region: call.region,
  caller: call.caller.arn,
  status,
  kinds,
  request: requestOf(call),
  struck: struck.map(({ effect }) => effect.type),
  believed: true,
});

/** Kinds that a query names, whether it is answered or not. */
const queriedKinds = (call: Call): readonly string[] => {
  const { Expression } = call.input;
  if (call.service !== 'config' || typeof Expression !== 'string') return [];
  const parsed = parseQuery(Expression);
  return parsed.type === 'query' ? namedKinds(parsed.query.where) : [];
};

const whole = (wire: Wire): Reply => ({ type: 'whole', wire });

const unknownOperationCode = (service: Service): string =>
  isXml(service) ? 'InvalidAction' : 'UnknownOperationException';

const isEnabled = (context: ServiceContext, account: string, region: string): boolean =>
  accountOf(context, account).regions.some((one) => one.name === region && one.state !== 'DISABLED');

/** What a fault does to a call by itself; effects on a body never come here. */
const strike = (
  { effect }: Fault,
  call: Call,
  { context, shiftClock }: Responder,
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
    case 'expire-credentials':
      return expiredKey(call.service);
    case 'reject-credentials':
      return invalidKey(call.service);
    case 'shift-clock':
      shiftClock(effect.minutes);
      return badSignature(call.service, 'skewed');
    default:
      throw new Error(`${effect.type} needs an answer`);
  }
};

const finish = async (
  call: Call,
  answer: Answer,
  responder: Responder,
  done: (status: number, struck: readonly Fault[]) => void,
): Promise<Reply> => {
  const struck = responder.faults.after(call, answer);
  let next = answer.next;
  let type: 'whole' | 'cut' = 'whole';
  let milliseconds = 0;
  let bodyOf = (text: string): string => text;
  let value = answer.value;
  for (const fault of struck) {
    const { effect } = fault;
    switch (effect.type) {
      case 'garble-field':
      case 'set-field':
      case 'omit':
        break;
      case 'expire-token':
        next = responder.context.tokens.sealExpired();
        break;
      case 'repeat-token':
        next = answer.odd?.again ?? next;
        break;
      case 'overlap':
        next = answer.odd?.overlapping ?? next;
        break;
      case 'empty-page': {
        const { odd } = answer;
        if (odd === undefined) break;
        value = odd.empty;
        break;
      }
      case 'cut':
        type = 'cut';
        break;
      case 'garble':
        // Half of it, then something that neither JSON nor XML has there.
        bodyOf = (text) => `${text.slice(0, text.length / 2)}\u0000<<{`;
        break;
      case 'wrong-body':
        bodyOf = () => wrongBody(call, effect.body);
        break;
      case 'slow':
        milliseconds = effect.milliseconds;
        break;
      default: {
        const instead = strike(fault, call, responder);
        if (instead.type !== 'refusal') {
          done(0, struck);
          return instead;
        }
        done(instead.status, struck);
        return whole(encodeRefusal(call.service, instead));
      }
    }
  }
  const encoded = await encodeAnswer(call.service, call.operation, value(next));
  done(encoded.status, struck);
  const wire = { ...encoded, body: bodyOf(encoded.body) };
  return type === 'whole' && milliseconds > 0 ? { type: 'slow', wire, milliseconds } : { type, wire };
};

const wrongBody = (call: Call, body: 'html' | 'empty' | 'bare'): string => {
  switch (body) {
    case 'html':
      return '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>';
    case 'empty':
      return '';
    case 'bare':
      return isXml(call.service)
        ? `<${call.operation}Response><${call.operation}Result></${call.operation}Result></${call.operation}Response>`
        : '{}';
  }
};
