import { defineCheck } from '#model/check.ts';
import { isDeleted, isEverybody, isServiceAgent, serviceAccountOf, stateOf } from '#model/gcp/policy.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

const basicRoles = new Set(['roles/owner', 'roles/editor']);

/** Accounts that belong to no organisation: nobody can switch them off when somebody leaves. */
const isConsumer = (member: string): boolean => /^user:[^@]+@(?:gmail|googlemail)\.com$/i.test(member);

const expectedOf = (member: string): string | undefined => {
  if (isDeleted(member)) return undefined;
  if (isEverybody(member)) return 'members of your own';
  if (isConsumer(member)) return 'accounts of your own organisation';
  const account = serviceAccountOf(member);
  if (account === undefined || isServiceAgent(account)) return undefined;
  return 'roles for what the service account does';
};

export const hierarchyBasicRolesLimited = defineCheck({
  id: 'iam.gcp.hierarchy-basic-roles-limited',
  title: 'Owner and Editor are not held by workloads or private accounts',
  finding: '{name} gives Owner or Editor to a workload or a private account',
  consequence: 'Whoever takes over that one workload or private account controls everything below.',
  severity: 'high',
  on: [
    'cloudresourcemanager.googleapis.com/Organization',
    'cloudresourcemanager.googleapis.com/Folder',
    'cloudresourcemanager.googleapis.com/Project',
  ],
  reads: ['iamPolicy'],
  controls: { 'cis-gcp-3.0': ['1.5'], practice: ['IAM-1', 'IAM-2', 'CLD-1'] },
  remediation:
    'Grant the roles that the service account needs, then remove the binding with gcloud projects remove-iam-policy-binding. Verify: gcloud projects get-iam-policy.',
  sources: [
    'https://cloud.google.com/iam/docs/roles-overview',
    'https://cloud.google.com/iam/docs/best-practices-service-accounts',
  ],
  evaluate({ iamPolicy }, { observedAt }) {
    const evidence: Evidence[] = [];
    let conditional = false;
    for (const binding of iamPolicy.bindings) {
      if (!basicRoles.has(binding.role)) continue;
      const state = stateOf(binding, observedAt);
      for (const member of binding.members) {
        const expected = expectedOf(member);
        if (expected === undefined || state === 'idle') continue;
        if (state === 'conditional') conditional = true;
        else {
          evidence.push({
            path: `iamPolicy/${binding.role}/${member}`,
            found: `${member} holds ${binding.role}`,
            expected,
          });
        }
      }
    }
    if (evidence.length > 0) return fail(evidence);
    return conditional ? undecidable('a basic role is held under a condition that a request decides') : pass;
  },
});
