/** One line of what `npm run bench -- --json` prints. */
export interface BenchResult {
  readonly name: string;
  /** In {@link unit}. */
  readonly ours: number;
  readonly reference: number;
  /** `floor`: no program can do the work in less. `peer`: another program that does it. `aim`: what we set ourselves. */
  readonly referenceKind: 'floor' | 'peer' | 'aim';
  /** Ours ÷ reference: 1 is as good as it, below 1 better. */
  readonly ratio: number;
  readonly unit: 'ms' | 'MiB' | 'KiB gzip' | 'calls per 1,000 resources';
  /** Highest resident set of the process that did our work. */
  readonly peakMemoryMiB: number;
  /** Sentences for a person. */
  readonly notes: readonly string[];
}

export interface Measured {
  readonly name: string;
  readonly ours: number;
  readonly reference: number;
  readonly referenceKind?: BenchResult['referenceKind'];
  readonly unit?: BenchResult['unit'];
  readonly peakMemoryMiB?: number;
  readonly notes?: readonly string[];
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export const toResult = (measured: Measured): BenchResult => ({
  name: measured.name,
  ours: rounded(measured.ours, 1),
  reference: rounded(measured.reference, 1),
  referenceKind: measured.referenceKind ?? 'floor',
  ratio: rounded(measured.ours / measured.reference, 3),
  unit: measured.unit ?? 'ms',
  peakMemoryMiB: rounded(measured.peakMemoryMiB ?? peakMemoryMiB(), 1),
  notes: measured.notes ?? [],
});

/** Of this process, so far; `maxRSS` is in KiB on every platform that Node runs on. */
export const peakMemoryMiB = (): number => process.resourceUsage().maxRSS / 1024;
