import { managedClusterLocalAccountsOff } from '#checks/iam/azure/managed-cluster-local-accounts-off.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const cluster = (localAccountsDisabled: boolean | 'unset', directory = true) =>
  resource('microsoft.containerservice/managedclusters', {
    access: known({ localAccountsDisabled, directory, kubernetesRbac: true }),
  });

describeCheck(managedClusterLocalAccountsOff, {
  pass: { 'switched off': cluster(true) },
  fail: {
    'switched on': [cluster(false), ['access/localAccountsDisabled']],
    'no directory, so local accounts only': [cluster('unset', false), ['access/localAccountsDisabled']],
  },
  unknown: { 'not said': cluster('unset') },
});
