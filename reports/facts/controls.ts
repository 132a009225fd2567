/**
 * What a scan says of a framework's controls. A control is never met because the one check passed that looks at a part
 * of it: what no check looks at is `manual` until somebody attests it, and what could not be looked at is not assessed.
 */
import type { CheckMetadata } from '#model/check.ts';
import { cloudOf } from '#model/check.ts';
import type { Control, Framework } from '#model/framework.ts';
import type { Provider } from '#model/resource.ts';
import type { AttestationRow, CheckNumbers, Manifest, QuestionCounts } from '#model/scan.ts';
import { addCounts, noCounts } from '#model/scan.ts';
import { numbersOf } from './ledger.ts';

/**
 * The first that holds: `fail` something open breaks it · `not-assessed` a question of it has no answer, or was not
 * asked · `excepted` all that breaks it is excepted · `manual` what no check looks at is not attested ·
 * `not-applicable` nothing that it is about was found · `pass`.
 */
export type ControlState = 'fail' | 'not-assessed' | 'excepted' | 'manual' | 'not-applicable' | 'pass';

/** Why a control is not assessed. */
export type NotAssessed =
  | { readonly why: 'unknown'; readonly verdicts: number }
  | { readonly why: 'not-run'; readonly checks: readonly string[] }
  | { readonly why: 'no-check' };

/** One control in one cloud. */
export interface ControlCell {
  readonly provider: Provider;
  readonly state: ControlState;
  /** Ids of the checks that ran and name it, sorted. */
  readonly checks: readonly string[];
  readonly counts: QuestionCounts;
  /** Fails that no exception hides, as this scan judged them. */
  readonly open: number;
  readonly excepted: number;
  readonly notAssessed?: NotAssessed;
  /** In force when the scan was made, for what no check looks at. */
  readonly attestation?: AttestationRow;
}

export interface ControlRow {
  readonly control: Control;
  /** For the clouds of the scan in which the control is asked; empty where it is asked in none of them. */
  readonly cells: readonly ControlCell[];
}

export interface FrameworkFacts {
  readonly framework: Framework;
  /** In the framework's order. */
  readonly rows: readonly ControlRow[];
}

/** What is looked at of a manifest. */
export type ControlCounts = Pick<Manifest, 'scope' | 'notRun' | 'counts' | 'open' | 'excepted' | 'shares'>;

/** @param checks all that this version knows, whether they ran or not. */
export const frameworkFacts = (
  framework: Framework,
  manifest: ControlCounts,
  checks: readonly CheckMetadata[],
  attestations: readonly AttestationRow[],
): FrameworkFacts => {
  const naming = checksByControl(framework, knownThen(checks, manifest));
  return {
    framework,
    rows: framework.controls.map((control) => {
      const asked = control.providers ?? framework.providers;
      return {
        control,
        cells: manifest.scope.providers
          .filter((provider) => asked.includes(provider))
          .map((provider) => {
            const own = (naming.get(control.id) ?? []).filter((check) => looksAt(check, provider));
            const attestation = inForce(attestations, framework, control, provider);
            return cellOf(control, provider, own, manifest, attestation);
          }),
      };
    }),
  };
};

/** A check that came later was not left out of an earlier scan. */
const knownThen = (
  checks: readonly CheckMetadata[],
  { scope, notRun }: ControlCounts,
): readonly CheckMetadata[] => {
  if (notRun === undefined) return checks;
  const known = new Set([...scope.checks, ...notRun]);
  return checks.filter((check) => idsOf(check).some((id) => known.has(id)));
};

const idsOf = ({ id, aliases = [] }: CheckMetadata): readonly string[] => [id, ...aliases];

const checksByControl = (
  { id }: Framework,
  checks: readonly CheckMetadata[],
): ReadonlyMap<string, readonly CheckMetadata[]> => {
  const byControl = new Map<string, CheckMetadata[]>();
  for (const check of checks) {
    for (const control of check.controls[id] ?? []) {
      const list = byControl.get(control);
      if (list === undefined) byControl.set(control, [check]);
      else list.push(check);
    }
  }
  return byControl;
};

/** A check without a cloud in its id looks at all of them. */
const looksAt = ({ id }: CheckMetadata, provider: Provider): boolean =>
  (cloudOf(id) ?? provider) === provider;

/** Of several, the one that holds longest. */
const inForce = (
  attestations: readonly AttestationRow[],
  framework: Framework,
  control: Control,
  provider: Provider,
): AttestationRow | undefined =>
  attestations
    .filter(
      (row) =>
        row.framework === framework.id &&
        row.control === control.id &&
        (row.provider ?? provider) === provider &&
        (row.status === 'in-force' || row.status === 'ends-soon'),
    )
    .toSorted((a, b) => (a.until < b.until ? 1 : -1))[0];

const cellOf = (
  control: Control,
  provider: Provider,
  own: readonly CheckMetadata[],
  manifest: ControlCounts,
  attestation: AttestationRow | undefined,
): ControlCell => {
  const asked = new Set(manifest.scope.checks);
  // Under the id that the check had then.
  const ran = own.flatMap((check) => idsOf(check).find((id) => asked.has(id)) ?? []);
  const left = own.filter((check) => !idsOf(check).some((id) => asked.has(id)));
  const said = ran.map((id) => numbersIn(manifest, id, provider));
  const cell = {
    provider,
    checks: ran.toSorted(),
    counts: said.reduce((sum, { counts }) => addCounts(sum, counts), noCounts),
    open: said.reduce((sum, { open }) => sum + openOf(open), 0),
    excepted: said.reduce((sum, { excepted }) => sum + excepted, 0),
  };
  if (cell.open > 0) return { ...cell, state: 'fail' };
  const notAssessed = whyNotAssessed(control, own, left, cell);
  if (notAssessed !== undefined) return { ...cell, state: 'not-assessed', notAssessed };
  if (cell.excepted > 0) return { ...cell, state: 'excepted' };
  if (control.decidable !== 'full') {
    return attestation === undefined ? { ...cell, state: 'manual' } : { ...cell, state: 'pass', attestation };
  }
  return { ...cell, state: cell.counts.pass > 0 ? 'pass' : 'not-applicable' };
};

/** A scan of a version that kept no shares: what fails in one cloud counts in each, which hides nothing. */
const numbersIn = (manifest: ControlCounts, id: string, provider: Provider): CheckNumbers => {
  const shares = manifest.shares?.[id];
  if (shares === undefined) return numbersOf(manifest, id);
  return shares[provider] ?? { counts: noCounts, open: {}, excepted: 0 };
};

const openOf = (bySeverity: Manifest['open'][string] | undefined): number =>
  Object.values(bySeverity ?? {}).reduce((sum, number) => sum + number, 0);

const whyNotAssessed = (
  { decidable }: Control,
  own: readonly CheckMetadata[],
  left: readonly CheckMetadata[],
  { counts }: Pick<ControlCell, 'counts'>,
): NotAssessed | undefined => {
  if (counts.unknown > 0) return { why: 'unknown', verdicts: counts.unknown };
  if (left.length > 0) return { why: 'not-run', checks: left.map(({ id }) => id).toSorted() };
  return decidable === 'full' && own.length === 0 ? { why: 'no-check' } : undefined;
};

export const controlStates = [
  'fail',
  'not-assessed',
  'manual',
  'excepted',
  'pass',
  'not-applicable',
] as const satisfies readonly ControlState[];

/** The first of {@link controlStates} that one of its cells is in; undefined where it is asked in no cloud of the scan. */
export const worstState = ({ cells }: ControlRow): ControlState | undefined =>
  controlStates.find((state) => cells.some((cell) => cell.state === state));

/** How many controls have this as the worst state of their cells. */
export const countStates = (rows: readonly ControlRow[]): Readonly<Record<ControlState, number>> => {
  const counts = { fail: 0, 'not-assessed': 0, excepted: 0, manual: 0, 'not-applicable': 0, pass: 0 };
  for (const row of rows) {
    const state = worstState(row);
    if (state !== undefined) counts[state] += 1;
  }
  return counts;
};
