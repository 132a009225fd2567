/**
 * Runs a check over a table of situations, through the engine and never by calling `evaluate`, so that what a
 * test shows is what a scan does. What it adds by itself, for every check:
 * - each part in `reads` and each analysis in `uses`, not read → unknown, with that reason and permission
 * - each part in `mayRead`, not read → never pass becomes fail or fail becomes pass, and somewhere it matters
 * - parts are frozen, and an undeclared one can't be touched
 */
import { describe, expect, it } from 'vitest';
import { Judge } from '#engine/judge.ts';
import { planChecks } from '#engine/plan.ts';
import type { TrustBoundary } from '#model/analyses.ts';
import type { Check } from '#model/check.ts';
import type { FailRow, UnknownRow } from '#model/finding.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Severity } from '#model/severity.ts';
import { account, partner } from './builders/resource.ts';
import { watched } from './watched.ts';

/** The resource, the evidence paths in order, and the severity where it differs from the check's own. */
type FailSituation = readonly [Resource, readonly string[], Severity?];

export interface Situations {
  readonly pass: Readonly<Record<string, Resource>>;
  readonly fail: Readonly<Record<string, FailSituation>>;
  /** Besides the parts that were not read, which are tried without being named here. */
  readonly unknown?: Readonly<Record<string, Resource>>;
  readonly notApplicable?: Readonly<Record<string, Resource>>;
  /** Whom the scanned organisation trusts; for checks that use it. */
  readonly trust?: TrustBoundary;
}

/** One account of its own in `o-1`, one partner. */
const trusted: TrustBoundary = {
  accounts: new Set([account, '222233334444']),
  organization: 'o-1',
  partners: new Set([partner]),
};

export interface Outcome {
  readonly verdict: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  readonly fail: FailRow | undefined;
  readonly unknown: UnknownRow | undefined;
}

/** Asks one check about one resource, as a scan does. */
export const ask = (
  check: Check,
  resource: Resource,
  trust: Reading<TrustBoundary> = known(trusted),
): Outcome => {
  const fails: FailRow[] = [];
  const { guarded, touched } = watched(check);
  const judge = new Judge({
    plan: planChecks([guarded]),
    analyses: { trust },
    onFail: (row) => fails.push(row),
  });
  judge.judge(deepFreeze(resource));
  if (touched.length > 0)
    throw new Error(`${check.id} touched what it did not declare: ${touched.join(', ')}`);
  const counts = judge.counts().get(check.id);
  if (counts?.asked !== 1) throw new Error(`${check.id} is not on ${resource.kind}`);
  const unknown = judge.unknowns()[0];
  if (unknown?.reason === 'check-error') throw new Error(`${check.id} threw: ${unknown.detail}`);
  const verdict =
    counts.pass === 1
      ? 'pass'
      : counts.fail === 1
        ? 'fail'
        : counts.unknown === 1
          ? 'unknown'
          : 'not-applicable';
  return { verdict, fail: fails[0], unknown };
};

export const describeCheck = (check: Check, situations: Situations): void => {
  const trust = situations.trust ?? trusted;
  const verdictOf = (resource: Resource) => ask(check, resource, known(trust));

  describe(check.id, () => {
    it('has a situation for pass and one for fail', () => {
      expect(Object.keys(situations.pass).length, 'situations under `pass`').toBeGreaterThan(0);
      expect(Object.keys(situations.fail).length, 'situations under `fail`').toBeGreaterThan(0);
    });

    for (const [situation, resource] of Object.entries(situations.pass)) {
      it(`passes: ${situation}`, () => {
        const outcome = verdictOf(resource);
        expect(outcome.verdict, explain(outcome)).toBe('pass');
      });
    }

    for (const [situation, [resource, paths, severity]] of Object.entries(situations.fail)) {
      it(`fails: ${situation}`, () => {
        const outcome = verdictOf(resource);
        expect(outcome.verdict, explain(outcome)).toBe('fail');
        expect(outcome.fail?.evidence.map((evidence) => evidence.path)).toEqual(paths);
        expect(outcome.fail?.severity).toBe(severity ?? check.severity);
        for (const evidence of outcome.fail?.evidence ?? []) {
          expect(evidence.found, `found at ${evidence.path}`).not.toBe('');
        }
      });
    }

    for (const [situation, resource] of Object.entries(situations.unknown ?? {})) {
      it(`is unknown: ${situation}`, () => {
        const outcome = verdictOf(resource);
        expect(outcome.verdict, explain(outcome)).toBe('unknown');
      });
    }

    for (const [situation, resource] of Object.entries(situations.notApplicable ?? {})) {
      it(`does not apply: ${situation}`, () => {
        const outcome = verdictOf(resource);
        expect(outcome.verdict, explain(outcome)).toBe('not-applicable');
      });
    }

    describeUnread(check, situations, trust);
  });
};

const describeUnread = (check: Check, situations: Situations, trust: TrustBoundary): void => {
  const passing = Object.values(situations.pass);
  const failing = Object.values(situations.fail).map(([resource]) => resource);
  const all = [...passing, ...failing, ...Object.values(situations.notApplicable ?? {})];

  for (const part of check.reads) {
    it(`is unknown: ${part} is denied`, () => {
      for (const resource of all) {
        const outcome = ask(check, without(resource, part), known(trust));
        expect(outcome.verdict, `${resource.name}: ${explain(outcome)}`).toBe('unknown');
        expect(outcome.unknown).toMatchObject({ part, reason: 'denied', missing: `test:Read-${part}` });
      }
    });
  }

  for (const part of check.mayRead) {
    it(`never passes or fails by mistake: ${part} is denied`, () => {
      for (const resource of passing) {
        expect(['pass', 'unknown']).toContain(ask(check, without(resource, part), known(trust)).verdict);
      }
      for (const resource of failing) {
        expect(['fail', 'unknown']).toContain(ask(check, without(resource, part), known(trust)).verdict);
      }
    });

    it(`is unknown: ${part} is denied where it matters`, () => {
      const outcomes = [...passing, ...failing].map((resource) =>
        ask(check, without(resource, part), known(trust)),
      );
      expect(outcomes.map((outcome) => outcome.unknown)).toContainEqual(
        expect.objectContaining({ part, reason: 'denied', missing: `test:Read-${part}` }),
      );
    });
  }

  for (const analysis of check.uses) {
    it(`is unknown: ${analysis} could not be made`, () => {
      for (const resource of all) {
        const outcome = ask(check, resource, unread('denied', 'organizations:ListAccounts'));
        expect(outcome.verdict, explain(outcome)).toBe('unknown');
        expect(outcome.unknown).toMatchObject({ part: analysis, missing: 'organizations:ListAccounts' });
      }
    });
  }
};

const without = (resource: Resource, part: string): Resource => ({
  ...resource,
  parts: { ...resource.parts, [part]: unread('denied', `test:Read-${part}`) },
});

const explain = (outcome: Outcome): string =>
  JSON.stringify(outcome.fail?.evidence ?? outcome.unknown ?? outcome.verdict);

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
};
