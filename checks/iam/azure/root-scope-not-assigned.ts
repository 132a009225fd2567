import { builtInRoles } from '#model/azure/role.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const rootScopeNotAssigned = defineCheck({
  id: 'iam.azure.root-scope-not-assigned',
  title: 'Role assignment stays below the root of the tenant',
  finding: '{name} holds at the root, above every management group',
  consequence: 'Its holder reaches every subscription of the tenant, those of tomorrow included.',
  severity: 'critical',
  on: 'microsoft.authorization/roleassignments',
  reads: ['assignment'],
  controls: { practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Assign the role at the management group that needs it, then give elevated access back: az role assignment delete --scope / --assignee OBJECT-ID --role ROLE. Verify: az role assignment list --scope /.',
  sources: ['https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin'],
  evaluate({ assignment }) {
    if (assignment.scope !== '/') return pass;
    const role = builtInRoles.get(assignment.role) ?? `role ${assignment.role}`;
    const evidence = [
      {
        path: 'assignment/scope',
        found: `${role} for ${assignment.principalType} ${assignment.principal} at /`,
        expected: 'a management group, a subscription, or below',
      },
    ];
    // Reading everything is bad enough; only who can change something owns the tenant.
    return role === 'Reader' ? fail(evidence, 'high') : fail(evidence);
  },
});
