import { customRoleNotOwner } from '#checks/iam/azure/custom-role-not-owner.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const role = (actions: readonly string[], notActions: readonly string[] = [], custom = true) =>
  resource('microsoft.authorization/roledefinitions', {
    definition: known({
      roleName: 'Operator',
      custom,
      permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
      assignableScopes: ['/subscriptions/s'],
    }),
  });

describeCheck(customRoleNotOwner, {
  pass: {
    'reads everything': role(['*/read'], ['Microsoft.KeyVault/vaults/secrets/read']),
    'everything but access rights': role(['*'], ['Microsoft.Authorization/*']),
    'one service': role(['Microsoft.Web/sites/*']),
    'reads access rights': role(['Microsoft.Authorization/*/read']),
    'no action': role([]),
  },
  fail: {
    everything: [role(['*']), ['definition/permissions']],
    'everything but something harmless': [role(['*'], ['Microsoft.Billing/*']), ['definition/permissions']],
    'a pattern in the middle, in small letters': [
      role(['microsoft.authorization/*/Write']),
      ['definition/permissions'],
    ],
    'assignments alone': [role(['Microsoft.Authorization/roleAssignments/*']), ['definition/permissions']],
  },
  notApplicable: { 'a role of Azure': role(['*'], [], false) },
});
