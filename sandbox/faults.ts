/** The seam through which tests make a cloud misbehave. */
import type { Fault, FaultMatch } from './contract.ts';
import type { JsonObject } from './estate/estate.ts';
import type { Answer, Call, Carried } from './protocol/call.ts';
import { actionCovers } from './services/denials.ts';

interface Armed {
  readonly fault: Fault;
  left: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The first fault that strikes before the service looks at the call; it counts as struck. */
  before(call: Call): Fault | undefined;
  /** The faults that strike an answer; they count as struck. `garble-field` ones have been worked in. */
  after(call: Call, answer: Answer): Fault[];
}

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
  fault.effect.type === 'garble-field';

/** Effects on an answer's body; everything else needs no answer. */
const needsAnswer = (fault: Fault): boolean =>
  looksAtItems(fault) || ['cut', 'garble', 'expire-token'].includes(fault.effect.type);

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
      armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      armed = [];
    },
    before: (call) => {
      const one = armed.find(({ fault }) => !needsAnswer(fault) && coversCall(fault.match, call));
      return one === undefined ? undefined : strike(one);
    },
    after: (call, answer) => {
      const struck: Fault[] = [];
      for (const one of armed) {
        const { fault } = one;
        if (!needsAnswer(fault)) continue;
        if (fault.effect.type === 'garble-field') {
          if (garbleItems(fault.match, fault.effect.path, call, answer)) strike(one);
        } else if (strikesAnswer(fault, call, answer)) {
          struck.push(strike(one));
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

const garbleItems = (match: FaultMatch, path: string, call: Call, answer: Answer): boolean => {
  const steps = path.split('.');
  const form = itemProperties.has(steps[0] ?? '') ? 'item' : 'detail';
  const hit = answer.carried.filter((item) => item.form === form && coversItem(match, call, item));
  for (const item of hit) item.replace(garbled(item.value(), steps, form) as JsonObject);
  return hit.length > 0;
};

/** A copy of `value` in which what stands at `steps` is damaged; the rest is as it was. */
const garbled = (value: unknown, steps: readonly string[], form: Carried['form']): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return form === 'item' ? garbledJson(value) : garbledText(value);
  if (Array.isArray(value)) {
    return value.map((member, index) => (String(index) === step ? garbled(member, rest, form) : member));
  }
  const object = typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  return { ...object, [step]: garbled(object[step], rest, form) };
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
