import type { AnalysisName } from '#model/analyses.ts';
import type { Check } from '#model/check.ts';
import { isKind, partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';

/** Checks of one kind that look at the same things share one view object: 40 checks, one allocation. */
export interface CheckGroup {
  readonly reads: readonly string[];
  readonly mayRead: readonly string[];
  readonly uses: readonly AnalysisName[];
  /** Sorted by id. */
  readonly checks: readonly Check[];
}

export type CheckPlan = ReadonlyMap<string, readonly CheckGroup[]>;

/** Groups checks by kind and by what they look at. A check that compares scans looks at nothing by itself. */
export const planChecks = (checks: readonly Check[]): CheckPlan => {
  const byKind = new Map<string, Map<string, CheckGroup & { checks: Check[] }>>();
  for (const check of [...checks].sort((a, b) => compareText(a.id, b.id))) {
    if (check.compares !== undefined) continue;
    for (const kind of check.on) {
      const groups = byKind.get(kind) ?? new Map<string, CheckGroup & { checks: Check[] }>();
      byKind.set(kind, groups);
      // Sorted, so that the fingerprint of the parts does not depend on the order in which a check names them.
      const reads = [...check.reads].sort(compareText);
      const mayRead = [...check.mayRead].sort(compareText);
      const uses = [...check.uses].sort(compareText);
      const signature = JSON.stringify([reads, mayRead, uses]);
      const group = groups.get(signature);
      if (group === undefined) groups.set(signature, { reads, mayRead, uses, checks: [check] });
      else group.checks.push(check);
    }
  }
  return new Map([...byKind].map(([kind, groups]) => [kind, [...groups.values()]]));
};

/** Kind → parts that some check reads; kinds that a part joins in are needed too. */
export const needsOf = (checks: readonly Check[]): Needs => {
  const needs = new Map<string, Set<string>>();
  const need = (kind: string): Set<string> => {
    const parts = needs.get(kind) ?? new Set<string>();
    needs.set(kind, parts);
    return parts;
  };
  for (const check of checks) {
    if (check.compares !== undefined) continue;
    for (const kind of check.on) {
      const parts = need(kind);
      for (const part of [...check.reads, ...check.mayRead]) {
        parts.add(part);
        const source = partSource(kind, part);
        if (source.from !== 'config') continue;
        for (const other of source.joins ?? []) if (isKind(other)) need(other);
      }
    }
  }
  return needs;
};

/**
 * What tells one from another that was made later under the same name, and costs no call. A role that was made again is
 * nobody whom the policies mean that trusted the old one (IAM User Guide, "AWS JSON policy elements: Principal").
 */
const tellingApart: Readonly<Record<string, readonly string[]>> = { 'AWS::IAM::Role': ['createdAt'] };

/** Kind → the parts that some check of the plan may look at, sorted: what a scan stores of a resource. */
export const judgedParts = (plan: CheckPlan): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...plan].map(([kind, groups]) => [
      kind,
      [
        ...new Set([
          ...groups.flatMap((group) => [...group.reads, ...group.mayRead]),
          ...(tellingApart[kind] ?? []),
        ]),
      ].sort(compareText),
    ]),
  );
