/** A framework over a time: what each scan said of its controls, and where no scan says anything. */
import type { CheckMetadata } from '#model/check.ts';
import type { Framework } from '#model/framework.ts';
import type { Provider } from '#model/resource.ts';
import type { AttestationRow, ExceptionRow, Manifest } from '#model/scan.ts';
import type { ControlCell, ControlState } from './controls.ts';
import { frameworkFacts } from './controls.ts';

/** What of one scan a period looks at. */
export interface PeriodScan {
  readonly manifest: Manifest;
  readonly attestations: readonly AttestationRow[];
  /** Those that hid something when the scan was made. */
  readonly exceptions: readonly ExceptionRow[];
}

/** A stretch without a scan that is longer than the team allows. */
export interface PeriodGap {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** Scans that were committed in it and can't be read now, and why. */
  readonly unreadable: readonly string[];
}

export type PeriodStep =
  | { readonly type: 'scan'; readonly scan: PeriodScan }
  | { readonly type: 'gap'; readonly gap: PeriodGap };

export interface ControlHistory {
  readonly control: string;
  readonly title: string;
  readonly provider: Provider;
  /** One for each step of the period; undefined for a gap, and where the scan did not look at this cloud. */
  readonly cells: readonly (ControlCell | undefined)[];
}

export interface PeriodFacts {
  readonly framework: Framework;
  /** ISO 8601 UTC; the second is not part of it. */
  readonly from: string;
  readonly to: string;
  /** In the order of time. */
  readonly steps: readonly PeriodStep[];
  /** In the order of the framework, then of the clouds. */
  readonly histories: readonly ControlHistory[];
}

export interface PeriodOptions {
  readonly framework: Framework;
  readonly from: Date;
  /** Not later than now: what has not been is no gap. */
  readonly to: Date;
  /** Within the period, in any order. */
  readonly scans: readonly PeriodScan[];
  /** When each scan of the period that can't be read was made, as far as its neighbours tell; and why. */
  readonly unreadable: readonly { readonly number: number; readonly why: string }[];
  /** All that this version knows. */
  readonly checks: readonly CheckMetadata[];
  /** Hours between two scans beyond which nobody can say what held in between. */
  readonly longestGap: number;
}

export const periodFacts = (options: PeriodOptions): PeriodFacts => {
  const { framework, checks } = options;
  const scans = options.scans.toSorted((a, b) => a.manifest.number - b.manifest.number);
  const steps = stepsOf(scans, options);
  const byStep = steps.map((step) =>
    step.type === 'gap'
      ? undefined
      : frameworkFacts(framework, step.scan.manifest, checks, step.scan.attestations),
  );
  const providers = framework.providers.filter((provider) =>
    scans.some(({ manifest }) => manifest.scope.providers.includes(provider)),
  );
  return {
    framework,
    from: options.from.toISOString(),
    to: options.to.toISOString(),
    steps,
    histories: framework.controls.flatMap((control, index) =>
      providers
        .filter((provider) => (control.providers ?? framework.providers).includes(provider))
        .map((provider) => ({
          control: control.id,
          title: control.title,
          provider,
          cells: byStep.map((facts) => facts?.rows[index]?.cells.find((cell) => cell.provider === provider)),
        })),
    ),
  };
};

const hour = 3_600_000;

const stepsOf = (
  scans: readonly PeriodScan[],
  { from, to, longestGap, unreadable }: PeriodOptions,
): readonly PeriodStep[] => {
  const steps: PeriodStep[] = [];
  let [last, lastNumber] = [from.getTime(), 0];
  const gapUntil = (end: number, number: number): void => {
    const lost = unreadable.filter((one) => one.number > lastNumber && one.number < number);
    // One scan that is lost is a gap, however short: nobody can say what it said.
    if (end - last <= longestGap * hour && lost.length === 0) return;
    steps.push({
      type: 'gap',
      gap: {
        from: new Date(last).toISOString(),
        to: new Date(end).toISOString(),
        unreadable: lost.map(({ number: scan, why }) => `scan ${scan}: ${why}`),
      },
    });
  };
  for (const scan of scans) {
    const { number, finishedAt } = scan.manifest;
    gapUntil(Date.parse(finishedAt), number);
    steps.push({ type: 'scan', scan });
    [last, lastNumber] = [Date.parse(finishedAt), number];
  }
  gapUntil(to.getTime(), Number.POSITIVE_INFINITY);
  return steps;
};

/** In how many scans a control stood in each state. */
export const statesOf = ({ cells }: ControlHistory): Readonly<Record<ControlState, number>> => {
  const states = { fail: 0, 'not-assessed': 0, excepted: 0, manual: 0, 'not-applicable': 0, pass: 0 };
  for (const cell of cells) if (cell !== undefined) states[cell.state] += 1;
  return states;
};
