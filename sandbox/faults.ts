/** The seam through which tests make a cloud misbehave. */
import { hash } from 'node:crypto';
import type { Fault, FaultEffect, FaultMatch } from './contract.ts';
import type { JsonObject } from './estate/estate.ts';
import type { Answer, Call, Carried } from './protocol/call.ts';
import { actionCovers } from './services/denials.ts';

interface Armed {
  readonly fault: Fault;
  left: number;
  /** Matching calls so far. */
  seen: number;
  /** Request → tries so far, where chance decides. */
  readonly tries: Map<string, number>;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Changes of the estate that come before this call; they count as struck. */
  changes(call: Call): Change[];
  /** The first fault that strikes before the service looks at the call; it counts as struck. */
  before(call: Call): Fault | undefined;
  /** The faults that strike an answer; they count as struck. Those on fields have been worked in. */
  after(call: Call, answer: Answer): Fault[];
}

type Change = Extract<FaultEffect, { type: 'change' }>;

/** The same for each try of one call. */
export const requestOf = (call: Call): string =>
  [call.action, call.account, call.region, JSON.stringify(call.input)].join('|');

const coversCall = (match: FaultMatch, call: Call): boolean =>
  (match.action === undefined || actionCovers(match.action, call.action)) &&
  (match.account === undefined || match.account === call.account) &&
  (match.region === undefined || match.region === call.region);

const coversItem = (match: FaultMatch, call: Call, item: Carried): boolean =>
  (match.action === undefined || actionCovers(match.action, call.action)) &&
  (match.account === undefined || match.account === item.account) &&
  (match.region === undefined || match.region === call.region || match.region === item.region) &&
  (match.kind === undefined || match.kind === item.kind) &&
  (match.resource === undefined || item.names.includes(match.resource));

const looksAtItems = (fault: Fault): boolean =>
  fault.match.kind !== undefined ||
  fault.match.resource !== undefined ||
  fault.effect.type === 'garble-field' ||
  fault.effect.type === 'set-field' ||
  fault.effect.type === 'omit';

const onAnswers: ReadonlySet<FaultEffect['type']> = new Set([
  'cut',
  'garble',
  'expire-token',
  'repeat-token',
  'overlap',
  'empty-page',
  'slow',
  'wrong-body',
] as const);

/** Effects on an answer's body; everything else needs no answer. */
const needsAnswer = (fault: Fault): boolean => looksAtItems(fault) || onAnswers.has(fault.effect.type);

/** Chance is of the request and its try alone, so that it does not matter in which order calls come. */
const fires = (one: Armed, call: Call): boolean => {
  const { skip = 0, probability } = one.fault;
  one.seen += 1;
  if (one.seen <= skip) return false;
  if (probability === undefined) return true;
  const request = requestOf(call);
  const attempt = one.tries.get(request) ?? 0;
  one.tries.set(request, attempt + 1);
  const rolled = hash('sha256', `${probability.seed}|${request}|${attempt}`, 'hex').slice(0, 8);
  return Number.parseInt(rolled, 16) / 0x1_0000_0000 < probability.of;
};

const strikesAnswer = (fault: Fault, call: Call, answer: Answer): boolean => {
  if (!looksAtItems(fault)) return coversCall(fault.match, call);
  const { kind, resource } = fault.match;
  // A query that names the kind is touched even when it holds none: the refusal comes before the items.
  const named = resource === undefined && kind !== undefined && answer.kinds.includes(kind);
  return (
    (named && coversCall(fault.match, call)) ||
    answer.carried.some((item) => coversItem(fault.match, call, item))
  );
};

export const makeFaults = (): Faults => {
  let armed: Armed[] = [];
  const strike = (one: Armed): Fault => {
    one.left--;
    if (one.left <= 0) armed = armed.filter((other) => other !== one);
    return one.fault;
  };
  return {
    add: (fault) => {
      armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, seen: 0, tries: new Map() });
    },
    clear: () => {
      armed = [];
    },
    changes: (call) =>
      armed.flatMap((one) => {
        const { match, effect } = one.fault;
        if (effect.type !== 'change' || !coversCall(match, call) || !fires(one, call)) return [];
        strike(one);
        return [effect];
      }),
    before: (call) => {
      const one = armed.find(
        (armedOne) =>
          armedOne.fault.effect.type !== 'change' &&
          !needsAnswer(armedOne.fault) &&
          coversCall(armedOne.fault.match, call) &&
          fires(armedOne, call),
      );
      return one === undefined ? undefined : strike(one);
    },
    after: (call, answer) => {
      const struck: Fault[] = [];
      for (const one of armed) {
        const { fault } = one;
        const { effect } = fault;
        if (!needsAnswer(fault) || effect.type === 'change') continue;
        switch (effect.type) {
          case 'garble-field':
          case 'set-field':
            if (damageItems(fault.match, effect, call, answer)) struck.push(strike(one));
            break;
          case 'omit': {
            const hit = answer.carried.filter((item) => coversItem(fault.match, call, item));
            for (const item of hit) item.omit?.();
            if (hit.length > 0) struck.push(strike(one));
            break;
          }
          default:
            if (strikesAnswer(fault, call, answer) && fires(one, call)) struck.push(strike(one));
        }
      }
      return struck;
    },
  };
};

const itemProperties = new Set([
  'arn',
  'accountId',
  'awsRegion',
  'availabilityZone',
  'configuration',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'relationships',
  'resourceCreationTime',
  'resourceId',
  'resourceName',
  'resourceType',
  'supplementaryConfiguration',
  'tags',
  'version',
]);

const damageItems = (
  match: FaultMatch,
  effect: Extract<FaultEffect, { type: 'garble-field' | 'set-field' }>,
  call: Call,
  answer: Answer,
): boolean => {
  const steps = effect.path.split('.');
  const form = itemProperties.has(steps[0] ?? '') ? 'item' : 'detail';
  const damage =
    effect.type === 'set-field' ? () => effect.value : form === 'item' ? garbledJson : garbledText;
  const hit = answer.carried.filter((item) => item.form === form && coversItem(match, call, item));
  for (const item of hit) item.replace(damaged(item.value(), steps, damage) as JsonObject);
  return hit.length > 0;
};

/** A copy of `value` in which what stands at `steps` is damaged; the rest is as it was. */
const damaged = (value: unknown, steps: readonly string[], damage: (value: unknown) => unknown): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return damage(value);
  if (Array.isArray(value)) {
    return value.map((member, index) => (String(index) === step ? damaged(member, rest, damage) : member));
  }
  const object = typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  return { ...object, [step]: damaged(object[step], rest, damage) };
};

/** Wrong in a way that no reader of the right type can take for a value. */
const garbledJson = (value: unknown): unknown => {
  if (typeof value === 'string' && /^\s*(?:[{[]|%7B|%5B)/i.test(value))
    return value.slice(0, value.length / 2);
  return typeof value === 'object' && value !== null ? '%%garbled%%' : [false];
};

/** XML and CSV hold text only: a list gets a member that lacks all it must have. */
const garbledText = (value: unknown): unknown => {
  if (typeof value === 'string' && /^(?:%7B|%5B)/i.test(value)) return value.slice(0, value.length / 2);
  return Array.isArray(value) ? [{ Garbled: 'garbled' }] : '%%garbled%%';
};
