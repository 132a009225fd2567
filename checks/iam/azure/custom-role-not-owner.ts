import { grantingActions, grantsEverything, permits } from '#model/azure/role.ts';
import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const customRoleNotOwner = defineCheck({
  id: 'iam.azure.custom-role-not-owner',
  title: 'Custom role hands out no roles',
  finding: '{name} lets its holders hand out any role',
  consequence: 'Whoever holds the role makes himself owner of every scope that it is assigned at.',
  severity: 'high',
  on: 'microsoft.authorization/roledefinitions',
  reads: ['definition'],
  controls: { 'cis-azure-3.0': ['2.23'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Name the services that its holders use, and leave Microsoft.Authorization out: az role definition update. Where roles have to be handed out, assign Role Based Access Control Administrator with a condition on the roles. Verify: az role definition list --custom-role-only.',
  sources: [
    'https://learn.microsoft.com/azure/role-based-access-control/role-definitions',
    'https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview',
  ],
  evaluate({ definition }) {
    if (!definition.custom) return notApplicable('Azure manages the role');
    const granted = grantingActions.filter((action) => permits(definition.permissions, action));
    if (granted.length === 0) return failIfAny([]);
    return failIfAny([
      {
        path: 'definition/permissions',
        found: grantsEverything(definition.permissions) ? 'every action' : granted.join(', '),
        expected: 'no action that writes role assignments or definitions',
      },
    ]);
  },
});
