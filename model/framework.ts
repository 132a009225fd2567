/** A framework is a list of controls that checks decide, wholly or in part; a person attests the rest. */
import type { FrameworkId } from './check.ts';
import type { Provider } from './resource.ts';

/**
 * How much of a control the checks decide that name it. `full`: where all of them pass, nothing of it is left to
 * look at. `part`: they find it broken, but can't find it whole. `none`: only a person can tell.
 */
export type Decidable = 'full' | 'part' | 'none';

interface ControlBase {
  /** The framework's own number. */
  readonly id: string;
  /** What it asks for, in our words, read right for pass and fail. */
  readonly title: string;
  /** Where it can be asked at all; every provider of its framework where it is left out. */
  readonly providers?: readonly Provider[];
}

export interface DecidedControl extends ControlBase {
  readonly decidable: 'full';
}

export interface AttestedControl extends ControlBase {
  readonly decidable: 'part' | 'none';
  /** What no check looks at: what somebody attests when attesting it. A noun phrase or clause, no full stop. */
  readonly attest: string;
}

export type Control = DecidedControl | AttestedControl;

export interface Framework {
  readonly id: FrameworkId;
  /** As people cite it: "CIS AWS Foundations Benchmark 3.0". */
  readonly title: string;
  /** Where it is published. */
  readonly source: string;
  readonly providers: readonly Provider[];
  /** What the controls of a group are about, by what their numbers begin with: `IAM` of `IAM-1`, `2` of `2.1.4`. */
  readonly groups: Readonly<Record<string, string>>;
  /** In the framework's own order. */
  readonly controls: readonly Control[];
}
