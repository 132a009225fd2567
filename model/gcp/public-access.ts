/** Whether an allow policy lets in just anyone. */
import type { Evidence, Fail, Pass, Unknown } from '../verdict.ts';
import { fail, pass, undecidable } from '../verdict.ts';
import type { AllowPolicy } from './policy.ts';
import { isEverybody, stateOf } from './policy.ts';

export interface PublicGrants {
  readonly evidence: readonly Evidence[];
  /** Somebody is let in under a condition that only a request decides. */
  readonly conditional: boolean;
}

/** @param at ISO 8601: grants that had ended by then, or had not begun, are left out. */
export const publicGrants = ({ bindings }: AllowPolicy, at: string): PublicGrants => {
  const evidence: Evidence[] = [];
  let conditional = false;
  for (const binding of bindings) {
    const state = stateOf(binding, at);
    for (const member of binding.members) {
      if (!isEverybody(member) || state === 'idle') continue;
      if (state === 'conditional') conditional = true;
      else {
        evidence.push({
          path: `iamPolicy/${binding.role}/${member}`,
          found: `${member} holds ${binding.role}`,
          expected: 'members of your own',
        });
      }
    }
  }
  return { evidence, conditional };
};

/** The verdict of a check that looks at nothing but the policy. */
export const judgeGrants = (policy: AllowPolicy, at: string): Pass<never> | Fail | Unknown => {
  const { evidence, conditional } = publicGrants(policy, at);
  if (evidence.length > 0) return fail(evidence);
  return conditional ? undecidable('anyone is let in under a condition that a request decides') : pass;
};
