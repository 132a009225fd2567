/** The seam through which tests make Azure's and Google Cloud's sandbox misbehave; matches what the AWS one matches. */
import { armFaults, damaged, garbled, Vanished } from './armed.ts';
import type { Fault, FaultEffect, FaultMatch } from './contract.ts';
import { actionCovers } from './services/denials.ts';

export interface FaultedCall {
  /** What permits it. */
  readonly action: string;
  readonly account: string;
  readonly kinds: readonly string[];
  /** The same for each try of one call. */
  readonly request: string;
}

type Type = FaultEffect['type'];

/** What strikes an answer that is being made. */
export interface Strike<Item> {
  /** In the order in which they were added; grows while the answer is made. */
  readonly struck: FaultEffect[];
  has(type: Type): boolean;
  /** The item as it is to be shown; undefined where it is left out. `action` is what permits reading it. */
  shown(item: Item, action: string): Item | undefined;
}

export interface CloudFaults<Item> {
  add(fault: Fault): void;
  clear(): void;
  /** Before the call is looked at: what comes and goes in the estate, then the first effect in an answer's place. */
  before(call: FaultedCall): FaultEffect | undefined;
  /** @param early what {@link before} gave, where it lets an answer come. */
  answering(call: FaultedCall, early?: FaultEffect): Strike<Item>;
  /** What refuses it, if anything does. */
  denial(action: string, account: string): FaultEffect | undefined;
  /** Not there for now. */
  isHidden(item: Item): boolean;
}

/** What differs from cloud to cloud. */
interface Habits<Item> {
  readonly onAnswers: readonly Type[];
  readonly onItems: readonly Type[];
  /** Effects in an answer's place that leave it alone after all. */
  readonly spares?: (fault: Fault) => boolean;
  readonly covers: (match: FaultMatch, call: FaultedCall, item: Item, action: string) => boolean;
  /** From the item to what the path of an effect names. */
  readonly steps: (path: string) => readonly string[];
  /** That an effect hides it by. */
  readonly nameOf: (item: Item) => string;
}

const coversCall = ({ action, account, kind }: FaultMatch, call: FaultedCall): boolean =>
  (action === undefined || actionCovers(action, call.action)) &&
  (account === undefined || account === call.account) &&
  (kind === undefined || call.kinds.includes(kind));

export const makeCloudFaults = <Item>(habits: Habits<Item>): CloudFaults<Item> => {
  const { spares = () => false, covers, steps, nameOf } = habits;
  const onAnswers = new Set(habits.onAnswers);
  const onItems = new Set(habits.onItems);
  const armed = armFaults();
  const hidden = new Vanished();
  return {
    add: armed.add,
    clear: () => {
      armed.clear();
      hidden.clear();
    },
    before: (call) => {
      hidden.change(armed, call.request, (match) => coversCall(match, call));
      return armed.first(
        call.request,
        (fault) =>
          fault.effect.type !== 'change' &&
          !onAnswers.has(fault.effect.type) &&
          !onItems.has(fault.effect.type) &&
          !spares(fault) &&
          coversCall(fault.match, call),
      )?.effect;
    },
    answering: (call, early) => {
      const now = armed.every(
        call.request,
        ({ match, effect }, itsTurn) => onAnswers.has(effect.type) && coversCall(match, call) && itsTurn(),
      );
      const struck = [...(early === undefined ? [] : [early]), ...now.map(({ effect }) => effect)];
      return {
        struck,
        has: (type) => struck.some((effect) => effect.type === type),
        shown: (item, action) => {
          let shown: unknown = item;
          for (const { match, effect } of armed.inForce()) {
            if (!onItems.has(effect.type) || !covers(match, call, item, action)) continue;
            struck.push(effect);
            if (effect.type === 'omit') return undefined;
            if (effect.type === 'garble-field') shown = damaged(shown, steps(effect.path), garbled);
            if (effect.type === 'set-field') shown = damaged(shown, steps(effect.path), () => effect.value);
          }
          return shown as Item;
        },
      };
    },
    denial: (action, account) =>
      armed
        .inForce()
        .find(
          ({ match, effect }) =>
            effect.type === 'deny' &&
            match.action !== undefined &&
            actionCovers(match.action, action) &&
            (match.account === undefined || match.account === account),
        )?.effect,
    isHidden: (item) => hidden.has(nameOf(item)),
  };
};
