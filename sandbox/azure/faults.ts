/** The seam through which tests make Azure's sandbox misbehave; matches what the AWS one matches. */
import type { Fault, FaultEffect } from '../contract.ts';
import type { AzureItem } from './estate.ts';

export interface AzureCall {
  readonly action: string;
  readonly account: string;
  readonly kinds: readonly string[];
}

export interface AzureFaults {
  add(fault: Fault): void;
  clear(): void;
  /** The first effect that strikes the call before it is looked at. */
  before(call: AzureCall): FaultEffect | undefined;
  /** Effects on the body. */
  after(call: AzureCall): FaultEffect | undefined;
  denies(action: string, account: string): boolean;
  /** The item as it is to be shown. */
  disturbed(item: AzureItem, action: string): AzureItem;
}

/** Without case, `*` as suffix. */
export const covers = (pattern: string, action: string): boolean => {
  const wanted = pattern.toLowerCase();
  const given = action.toLowerCase();
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : wanted === given;
};

const onBody = new Set<FaultEffect['type']>(['cut', 'garble', 'expire-token']);

export const makeAzureFaults = (): AzureFaults => {
  let armed: { readonly fault: Fault; left: number }[] = [];
  const strike = (one: (typeof armed)[number]): FaultEffect => {
    one.left--;
    if (one.left <= 0) armed = armed.filter((other) => other !== one);
    return one.fault.effect;
  };
  const matches = ({ match }: Fault, call: AzureCall): boolean =>
    (match.action === undefined || covers(match.action, call.action)) &&
    (match.account === undefined || match.account === call.account) &&
    (match.kind === undefined || call.kinds.includes(match.kind));
  return {
    add: (fault) => armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      armed = [];
    },
    before: (call) => {
      const one = armed.find(
        ({ fault }) =>
          !onBody.has(fault.effect.type) &&
          fault.effect.type !== 'garble-field' &&
          // A refusal of one kind leaves the query alone: its rows are left out.
          !(fault.effect.type === 'deny' && fault.match.kind !== undefined) &&
          matches(fault, call),
      );
      return one === undefined ? undefined : strike(one);
    },
    after: (call) => {
      const one = armed.find(({ fault }) => onBody.has(fault.effect.type) && matches(fault, call));
      return one === undefined ? undefined : strike(one);
    },
    denies: (action, account) =>
      armed.some(
        ({ fault: { match, effect } }) =>
          effect.type === 'deny' &&
          match.action !== undefined &&
          covers(match.action, action) &&
          (match.account === undefined || match.account === account),
      ),
    disturbed: (item, action) => {
      let shown: unknown = item;
      for (const { fault } of armed) {
        const { match, effect } = fault;
        if (effect.type !== 'garble-field') continue;
        const hit =
          (match.action === undefined || covers(match.action, action)) &&
          (match.account === undefined || match.account === item.account) &&
          (match.kind === undefined || match.kind === item.type) &&
          (match.resource === undefined || [item.id, item.name].includes(match.resource));
        if (hit) shown = garbled(shown, effect.path.split('.'));
      }
      return shown as AzureItem;
    },
  };
};

/** A copy in which what stands at `steps` is nothing that a reader of the right type can take for a value. */
const garbled = (value: unknown, steps: readonly string[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'object' && value !== null ? '%%garbled%%' : [false];
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === step ? garbled(one, rest) : one));
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...object, [step]: garbled(object[step], rest) };
};
