/** The seam through which tests make a cloud misbehave. */
import { armFaults, damaged, garbled } from './armed.ts';
import type { Fault, FaultEffect, FaultMatch } from './contract.ts';
import type { JsonObject } from './estate/estate.ts';
import type { Answer, Call, Carried } from './protocol/call.ts';
import { actionCovers } from './services/denials.ts';

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
  const armed = armFaults();
  return {
    add: armed.add,
    clear: armed.clear,
    changes: (call) =>
      armed
        .every(
          requestOf(call),
          ({ match, effect }, itsTurn) => effect.type === 'change' && coversCall(match, call) && itsTurn(),
        )
        .map(({ effect }) => effect)
        .filter((effect) => effect.type === 'change'),
    before: (call) =>
      armed.first(
        requestOf(call),
        (fault) => fault.effect.type !== 'change' && !needsAnswer(fault) && coversCall(fault.match, call),
      ),
    after: (call, answer) =>
      armed.every(requestOf(call), (fault, itsTurn) => {
        const { match, effect } = fault;
        if (!needsAnswer(fault)) return false;
        switch (effect.type) {
          case 'change':
            return false;
          case 'garble-field':
          case 'set-field':
            return damageItems(match, effect, call, answer);
          case 'omit': {
            const hit = answer.carried.filter((item) => coversItem(match, call, item));
            for (const item of hit) item.omit?.();
            return hit.length > 0;
          }
          default:
            return strikesAnswer(fault, call, answer) && itsTurn();
        }
      }),
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

/** Text that holds JSON or a policy is broken in half, so that it holds nothing. */
const garbledJson = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*(?:[{[]|%7B|%5B)/i.test(value)
    ? value.slice(0, value.length / 2)
    : garbled(value);

/** XML and CSV hold text only: a list gets a member that lacks all it must have. */
const garbledText = (value: unknown): unknown => {
  if (typeof value === 'string' && /^(?:%7B|%5B)/i.test(value)) return value.slice(0, value.length / 2);
  return Array.isArray(value) ? [{ Garbled: 'garbled' }] : '%%garbled%%';
};
