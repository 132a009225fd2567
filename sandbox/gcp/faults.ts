/** The seam through which tests make Google Cloud's sandbox misbehave; matches what the AWS one matches. */
import { armFaults, damaged, garbled, Vanished } from '../armed.ts';
import type { Fault, FaultEffect, FaultMatch } from '../contract.ts';
import { actionCovers } from '../services/denials.ts';
import type { GcpAsset } from './estate.ts';

export interface GcpCall {
  readonly permission: string;
  readonly parent: string;
  readonly kinds: readonly string[];
  /** The same for each try of one call. */
  readonly request: string;
}

type Type = FaultEffect['type'];

/** What strikes an answer that is being made. */
export interface Strike {
  /** Grows while the answer is made. */
  readonly struck: FaultEffect[];
  has(type: Type): boolean;
  /** The data that `RESOURCE` shows of it. */
  dataOf(asset: GcpAsset): unknown;
}

const onAnswers: ReadonlySet<Type> = new Set<Type>([
  'cut',
  'garble',
  'slow',
  'wrong-body',
  'expire-token',
  'repeat-token',
  'overlap',
  'empty-page',
]);
const onItems: ReadonlySet<Type> = new Set<Type>(['garble-field', 'set-field']);

const coversCall = ({ action, account, kind }: FaultMatch, call: GcpCall): boolean =>
  (action === undefined || actionCovers(action, call.permission)) &&
  (account === undefined || account === call.parent) &&
  (kind === undefined || call.kinds.includes(kind));

const coversAsset = ({ account, kind, resource }: FaultMatch, call: GcpCall, asset: GcpAsset): boolean =>
  (account === undefined || account === call.parent) &&
  (kind === undefined || kind === asset.assetType) &&
  (resource === undefined || asset.name.endsWith(resource));

export interface GcpFaults {
  add(fault: Fault): void;
  clear(): void;
  /** Before the call is looked at: what comes and goes in the estate, then the first effect in an answer's place. */
  before(call: GcpCall): FaultEffect | undefined;
  answering(call: GcpCall): Strike;
  isHidden(asset: GcpAsset): boolean;
}

export const makeGcpFaults = (): GcpFaults => {
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
          type !== 'change' && !onAnswers.has(type) && !onItems.has(type) && coversCall(match, call),
      )?.effect;
    },
    answering: (call) => {
      const struck = armed
        .every(
          call.request,
          ({ match, effect }, itsTurn) => onAnswers.has(effect.type) && coversCall(match, call) && itsTurn(),
        )
        .map(({ effect }) => effect);
      return {
        struck,
        has: (type) => struck.some((effect) => effect.type === type),
        dataOf: (asset) => {
          let data: unknown = asset.data;
          for (const { match, effect } of armed.inForce()) {
            if (!onItems.has(effect.type) || !coversAsset(match, call, asset)) continue;
            struck.push(effect);
            if (effect.type === 'garble-field') data = damaged(data, stepsOf(effect.path), garbled);
            if (effect.type === 'set-field') data = damaged(data, stepsOf(effect.path), () => effect.value);
          }
          return data;
        },
      };
    },
    isHidden: ({ name }) => hidden.has(name),
  };
};

const stepsOf = (path: string): readonly string[] => path.replace(/^resource\.data\./, '').split('.');
