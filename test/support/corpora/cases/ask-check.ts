/** Puts one resource to one check, as a scan does. */
import { Judge } from '#engine/judge.ts';
import { planChecks } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Evidence } from '#model/verdict.ts';
import { trustOf } from './items.ts';

export interface CheckAnswer {
  readonly verdict: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  readonly evidence: readonly Evidence[];
}

export const askCheck = (check: Check, resource: Resource): CheckAnswer => {
  const evidence: Evidence[] = [];
  const judge = new Judge({
    plan: planChecks([check]),
    analyses: { trust: known(trustOf(resource.account)) },
    onFail: (row) => evidence.push(...row.evidence),
  });
  judge.judge(resource);
  const counts = judge.counts().get(check.id);
  if (counts?.fail === 1) return { verdict: 'fail', evidence };
  if (counts?.pass === 1) return { verdict: 'pass', evidence };
  return { verdict: counts?.unknown === 1 ? 'unknown' : 'not-applicable', evidence };
};
