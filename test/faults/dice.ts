/** Numbers from a seed: the same seed, the same scenario. */
export interface Dice {
  /** 0 ≤ x < 1. */
  roll(): number;
  /** 0 … below − 1. */
  whole(below: number): number;
  chance(of: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32, a public-domain generator of 32 bits of state. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const whole = (below: number): number => Math.floor(roll() * below);
  return {
    roll,
    whole,
    chance: (of) => roll() < of,
    pick: (from) => {
      const picked = from[whole(from.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
};
