/** Two pieces of work in turns, so that a busy minute of the machine strikes both. */

export interface Alternation {
  /** Milliseconds of the fastest pass. */
  readonly ours: number;
  readonly reference: number;
}

/** @param passes of each; the fastest one counts, since noise only ever adds. */
export const alternate = async (
  passes: number,
  ours: () => unknown,
  reference: () => unknown,
): Promise<Alternation> => {
  let fastest: Alternation = { ours: Number.POSITIVE_INFINITY, reference: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < passes; pass++) {
    fastest = {
      reference: Math.min(fastest.reference, await timed(reference)),
      ours: Math.min(fastest.ours, await timed(ours)),
    };
  }
  return fastest;
};

const timed = async (work: () => unknown): Promise<number> => {
  // What the last pass left is not this one's to clear away; needs `--expose-gc`, which the script sets.
  globalThis.gc?.();
  const start = performance.now();
  await work();
  return performance.now() - start;
};
