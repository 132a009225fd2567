import { rootScopeNotAssigned } from '#checks/iam/azure/root-scope-not-assigned.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const healthy = { principal: 'p', principalType: 'User', condition: 'none' } as const;
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const accessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const assigned = (scope: string, role = accessAdministrator) =>
  resource('microsoft.authorization/roleassignments', { assignment: known({ ...healthy, scope, role }) });

describeCheck(rootScopeNotAssigned, {
  pass: {
    'on the root management group': assigned('/providers/Microsoft.Management/managementGroups/t'),
    'on a subscription': assigned('/subscriptions/s'),
  },
  fail: {
    'elevated access': [assigned('/'), ['assignment/scope']],
    'a role of its own': [assigned('/', 'r'), ['assignment/scope']],
    'a mere reader': [assigned('/', reader), ['assignment/scope'], 'high'],
  },
});
