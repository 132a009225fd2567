/** What a change did: checks that fail on what is there, and did not, or less, on what was expected. */

import type { Drift } from '#model/drift.ts';
import type { FailRow } from '#model/finding.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Severity } from '#model/severity.ts';
import { severityRank } from '#model/severity.ts';
import type { AnalysisReadings } from '../judge.ts';
import { Judge } from '../judge.ts';
import { isWorse } from '../lifecycle.ts';
import type { CheckPlan } from '../plan.ts';

/**
 * Worst first. Both states are judged by today's checks and counted to the same moment, so that neither a new version
 * nor the calendar is taken for what somebody changed.
 */
export const flipsOf = (
  was: Resource | undefined,
  is: Resource | undefined,
  plan: CheckPlan,
  analyses: AnalysisReadings,
): Drift['flips'] => {
  if (is === undefined) return [];
  const before = new Map(
    was === undefined
      ? []
      : failsOf({ ...was, observedAt: is.observedAt }, plan, analyses).map((row) => [row.check, row]),
  );
  return failsOf(is, plan, analyses)
    .filter((row) => {
      const old = before.get(row.check);
      return old === undefined || isWorse(old, row);
    })
    .map(({ check, severity }) => ({ check, severity }))
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || compareText(a.check, b.check));
};

/** Of a change that makes no check fail: somebody should know, and nobody has to hurry. */
const harmless: Severity = 'low';

export const severityOf = (flips: Drift['flips']): Severity => flips[0]?.severity ?? harmless;

const failsOf = (resource: Resource, plan: CheckPlan, analyses: AnalysisReadings): readonly FailRow[] => {
  const groups = plan.get(resource.kind);
  if (groups === undefined) return [];
  const fails: FailRow[] = [];
  const judge = new Judge({
    plan: new Map([[resource.kind, groups]]),
    analyses,
    onFail: (row) => fails.push(row),
  });
  judge.judge(resource);
  return fails;
};
