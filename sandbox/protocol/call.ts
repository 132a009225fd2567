/** One request after the protocol and the signature were read, and what a service answers. */
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { Service } from './profiles.ts';

/** Who asks, as STS knows them. */
export interface Caller {
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
  /** A session of a role: what it assumes in turn is a chain. */
  readonly assumed: boolean;
}

export interface Call {
  readonly service: Service;
  readonly operation: string;
  /** IAM action that permits it. */
  readonly action: string;
  /** The account that the call is about: for `sts:AssumeRole` the role's, else the caller's. */
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  readonly input: JsonObject;
}

export interface Refusal {
  readonly type: 'refusal';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** An item of an answer that a fault may name; `replace` swaps it before the answer is written. */
export interface Carried {
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  /** Id, ARN and name. */
  readonly names: readonly string[];
  /** `item`: a configuration item. `detail`: an object of another API. */
  readonly form: 'item' | 'detail';
  /** As it stands now, earlier replacements included. */
  readonly value: () => JsonObject;
  readonly replace: (value: JsonObject) => void;
  /** Leaves it out of the answer. */
  readonly omit?: () => void;
}

export interface Answer {
  readonly type: 'answer';
  /** Made when it is written, so that replaced items are in it. */
  readonly value: (next: string | undefined) => JsonObject;
  /** Token of the next page. */
  readonly next: string | undefined;
  /** Tokens that a service at odds with itself may give instead. */
  readonly odd?: {
    /** Of this very page. */
    readonly again: string;
    /** Of the next page, begun with the last item of this one; where there is a next page. */
    readonly overlapping: string | undefined;
    /** This page without its items, and with a token that leads to them. */
    readonly empty: () => JsonObject;
  };
  readonly carried: readonly Carried[];
  /** Kinds that the request named. */
  readonly kinds: readonly string[];
}

export type Outcome = Answer | Refusal;

export const refuse = (status: number, code: string, message: string): Refusal => ({
  type: 'refusal',
  status,
  code,
  message,
});

export const answer = (
  value: JsonObject | ((next: string | undefined) => JsonObject),
  more: {
    next?: string | undefined;
    odd?: NonNullable<Answer['odd']>;
    carried?: readonly Carried[];
    kinds?: readonly string[];
  } = {},
): Answer => ({
  type: 'answer',
  value: typeof value === 'function' ? value : () => value,
  next: more.next,
  carried: more.carried ?? [],
  kinds: more.kinds ?? [],
  ...(more.odd === undefined ? {} : { odd: more.odd }),
});
