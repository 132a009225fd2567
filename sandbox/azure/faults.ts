/** The seam through which tests make Azure's sandbox misbehave; matches what the AWS one matches. */
import { armFaults, damaged, garbled, Vanished } from '../armed.ts';
import type { Fault, FaultEffect, FaultMatch } from '../contract.ts';
import { actionCovers } from '../services/denials.ts';
import type { AzureItem } from './estate.ts';

export interface AzureCall {
  readonly action: string;
  readonly account: string;
  readonly kinds: readonly string[];
  /** The same for each try of one call. */
  readonly request: string;
}

type Type = FaultEffect['type'];

/** What strikes an answer that is being made. */
export interface Strike {
  /** In the order in which they were added; grows while the answer is made. */
  readonly struck: FaultEffect[];
  has(type: Type): boolean;
  /** The item as it is to be shown; undefined where it is left out. `action` is what permits reading it. */
  shown(item: AzureItem, action: string): AzureItem | undefined;
}

export interface AzureFaults {
  add(fault: Fault): void;
  clear(): void;
  /** Before the call is looked at: what comes and goes in the estate, then the first effect in an answer's place. */
  before(call: AzureCall): FaultEffect | undefined;
  /** @param early what {@link before} gave, where it lets an answer come. */
  answering(call: AzureCall, early?: FaultEffect): Strike;
  /** What refuses it, if anything does. */
  denial(action: string, account: string): FaultEffect | undefined;
  /** Not there for now. */
  isHidden(item: AzureItem): boolean;
}

const onAnswers: ReadonlySet<Type> = new Set<Type>([
  'cut',
  'garble',
  'slow',
  'wrong-body',
  'mistyped',
  'quota-used',
  'expire-token',
  'repeat-token',
  'overlap',
  'empty-page',
  'truncate',
  'stray-link',
]);
const onItems: ReadonlySet<Type> = new Set<Type>(['garble-field', 'set-field', 'omit']);

const coversCall = ({ action, account, kind }: FaultMatch, call: AzureCall): boolean =>
  (action === undefined || actionCovers(action, call.action)) &&
  (account === undefined || account === call.account) &&
  (kind === undefined || call.kinds.includes(kind));

const coversItem = (match: FaultMatch, call: AzureCall, item: AzureItem, action: string): boolean =>
  (match.action === undefined ||
    actionCovers(match.action, action) ||
    actionCovers(match.action, call.action)) &&
  (match.account === undefined || match.account === item.account) &&
  (match.kind === undefined || match.kind === item.type) &&
  (match.resource === undefined || [item.id, item.name].includes(match.resource));

export const makeAzureFaults = (): AzureFaults => {
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
        ({ match, effect: { type } }) =>
          type !== 'change' &&
          !onAnswers.has(type) &&
          !onItems.has(type) &&
          // A refusal of one kind leaves the query alone: its rows are left out.
          !(type === 'deny' && match.kind !== undefined) &&
          coversCall(match, call),
      )?.effect;
    },
    answering: (call, early) => {
      const struck: FaultEffect[] = early === undefined ? [] : [early];
      const now = armed
        .every(
          call.request,
          ({ match, effect }, itsTurn) => onAnswers.has(effect.type) && coversCall(match, call) && itsTurn(),
        )
        .map(({ effect }) => effect);
      struck.push(...now);
      return {
        struck,
        has: (type) => struck.some((effect) => effect.type === type),
        shown: (item, action) => {
          let shown: unknown = item;
          for (const { match, effect } of armed.inForce()) {
            if (!onItems.has(effect.type) || !coversItem(match, call, item, action)) continue;
            struck.push(effect);
            if (effect.type === 'omit') return undefined;
            if (effect.type === 'garble-field') shown = damaged(shown, effect.path.split('.'), garbled);
            if (effect.type === 'set-field')
              shown = damaged(shown, effect.path.split('.'), () => effect.value);
          }
          return shown as AzureItem;
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
    isHidden: ({ id }) => hidden.has(id),
  };
};
