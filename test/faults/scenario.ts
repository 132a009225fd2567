/** What goes wrong in one scan, whatever the cloud. */
import type { Fault } from '#sandbox/contract.ts';
import type { Route } from '#test/support/answered-scan.ts';
import { type Dice, diceOf } from './dice.ts';
import { drawStoreTrouble, type StoreTrouble } from './trouble.ts';

export const clouds = ['aws', 'azure', 'gcp'] as const;
export type Cloud = (typeof clouds)[number];

/** A resource that an answer is wrong about: left out, or poisoned. */
export interface Damaged {
  readonly id: string;
  readonly kind: string;
}

export interface Scenario {
  readonly seed: number;
  /** The one that is struck. */
  readonly cloud: Cloud;
  /** The others are scanned with it, and nothing strikes them. */
  readonly together: boolean;
  /** Of AWS; the others have one. */
  readonly route: Route;
  readonly driver: 'memory' | 'files' | 's3';
  readonly faults: readonly Fault[];
  /** In words, for whoever has to find out what broke. */
  readonly told: readonly string[];
  readonly storeTrouble: StoreTrouble | undefined;
  /** A second scan, of the estate left in peace, runs on the same store at the same time. */
  readonly twin: boolean;
  /** A third scan shows that nothing was lost. */
  readonly recovers: boolean;
  readonly attempts: number;
  /** Milliseconds of one try. */
  readonly timeout: number;
  /** Ids of resources that are not there all the time. */
  readonly changing: ReadonlySet<string>;
  readonly damaged: readonly Damaged[];
  /** An answer that carries a damaged resource can't be read at all. */
  readonly unreadable: boolean;
}

export interface Drawn {
  readonly faults: readonly Fault[];
  readonly told: string;
  readonly slow?: boolean;
  readonly changing?: readonly string[];
  readonly damaged?: Damaged;
  readonly unreadable?: boolean;
}

/** Time-out of tries in milliseconds where something hangs or is too slow. */
export const quick = 400;
const patient = 8_000;

/** Draws the rest, after the faults. */
export const frame = (
  dice: Dice,
  drawn: readonly Drawn[],
  what: Pick<Scenario, 'seed' | 'cloud' | 'route'>,
): Scenario => {
  const storeTrouble = dice.chance(0.2) ? drawStoreTrouble(dice) : undefined;
  return {
    ...what,
    // Of dice of its own, so that what a seed strikes with is the same with and without the others.
    together: diceOf(what.seed ^ 0x5a17).chance(0.15),
    driver: dice.chance(0.75) ? 'memory' : dice.chance(0.5) ? 'files' : 's3',
    faults: drawn.flatMap(({ faults }) => faults),
    told: [...drawn.map(({ told }) => told), ...(storeTrouble === undefined ? [] : [storeTrouble.told])],
    storeTrouble,
    twin: storeTrouble === undefined && dice.chance(0.15),
    recovers: dice.chance(0.25),
    attempts: 2 + dice.whole(4),
    timeout: drawn.some(({ slow }) => slow === true) ? quick : patient,
    changing: new Set(drawn.flatMap(({ changing }) => changing ?? [])),
    damaged: drawn.flatMap(({ damaged }) => damaged ?? []),
    unreadable: drawn.some(({ unreadable }) => unreadable === true),
  };
};
