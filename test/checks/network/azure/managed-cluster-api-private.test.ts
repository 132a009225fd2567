import { managedClusterApiPrivate } from '#checks/network/azure/managed-cluster-api-private.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const cluster = (isPrivate: boolean, ...authorizedRanges: readonly string[]) =>
  resource('microsoft.containerservice/managedclusters', {
    apiServer: known({ private: isPrivate, authorizedRanges }),
  });

describeCheck(managedClusterApiPrivate, {
  pass: {
    private: cluster(true),
    'public for an office': cluster(false, '198.51.100.0/24'),
    'one address': cluster(false, '203.0.113.9'),
  },
  fail: {
    'public without ranges': [cluster(false), ['apiServer/authorizedRanges']],
    'public for everybody': [cluster(false, '0.0.0.0/0'), ['apiServer/authorizedRanges']],
    'public for two halves': [cluster(false, '0.0.0.0/1', '128.0.0.0/1'), ['apiServer/authorizedRanges']],
  },
  unknown: { 'a range that is none': cluster(false, 'office') },
});
