/** Faults in force and whose turn it is, for every cloud; what a fault matches, each cloud says itself. */
import { hash } from 'node:crypto';
import type { Fault, FaultMatch } from './contract.ts';

interface Armed {
  readonly fault: Fault;
  left: number;
  /** Matching calls so far. */
  seen: number;
  /** Request → tries so far, where chance decides. */
  readonly tries: Map<string, number>;
}

/** Whether a fault applies; `itsTurn` counts the call as a matching one, and is asked once at most. */
type Applies = (fault: Fault, itsTurn: () => boolean) => boolean;

export interface ArmedFaults {
  add(fault: Fault): void;
  clear(): void;
  /** The first fault that applies and has its turn; it counts as struck. */
  first(request: string, applies: (fault: Fault) => boolean): Fault | undefined;
  /** All that apply; they count as struck. */
  every(request: string, applies: Applies): Fault[];
  /** Those that have let their number of calls by, struck or not. */
  inForce(): readonly Fault[];
}

export const armFaults = (): ArmedFaults => {
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
    first: (request, applies) => {
      const one = armed.find((candidate) => applies(candidate.fault) && itsTurn(candidate, request));
      return one === undefined ? undefined : strike(one);
    },
    every: (request, applies) =>
      armed.flatMap((one) => (applies(one.fault, () => itsTurn(one, request)) ? [strike(one)] : [])),
    inForce: () =>
      armed.filter(({ fault: { skip = 0 }, seen }) => skip === 0 || seen > skip).map(({ fault }) => fault),
  };
};

/** What comes and goes in an estate by faults: names of what is not there for now. */
export class Vanished {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  clear(): void {
    this.#names.clear();
  }

  /** Works in the changes that come before this call; they count as struck. */
  change(armed: ArmedFaults, request: string, covers: (match: FaultMatch) => boolean): void {
    const changes = armed.every(
      request,
      ({ match, effect }, itsTurn) => effect.type === 'change' && covers(match) && itsTurn(),
    );
    for (const { effect } of changes) {
      if (effect.type !== 'change') continue;
      for (const name of effect.hide ?? []) this.#names.add(name);
      for (const name of effect.show ?? []) this.#names.delete(name);
    }
  }
}

/** Chance is of the request and its try alone, so that it does not matter in which order calls come. */
const itsTurn = (one: Armed, request: string): boolean => {
  const { skip = 0, probability } = one.fault;
  one.seen += 1;
  if (one.seen <= skip) return false;
  if (probability === undefined) return true;
  const attempt = one.tries.get(request) ?? 0;
  one.tries.set(request, attempt + 1);
  const rolled = hash('sha256', `${probability.seed}|${request}|${attempt}`, 'hex').slice(0, 8);
  return Number.parseInt(rolled, 16) / 0x1_0000_0000 < probability.of;
};

/** A copy of `value` in which what stands at `steps` is damaged; the rest is as it was. */
export const damaged = (
  value: unknown,
  steps: readonly string[],
  damage: (value: unknown) => unknown,
): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return damage(value);
  if (Array.isArray(value)) {
    return value.map((member, index) => (String(index) === step ? damaged(member, rest, damage) : member));
  }
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...object, [step]: damaged(object[step], rest, damage) };
};

/** Wrong in a way that no reader of the right type can take for a value. */
export const garbled = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? '%%garbled%%' : [false];
