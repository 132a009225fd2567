import { subscriptionOwnersFew } from '#checks/iam/azure/subscription-owners-few.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const owned = (...principals: readonly string[]) =>
  resource('microsoft.resources/subscriptions', {
    owners: known(
      principals.map((principal) => ({ principal, principalType: 'User', scope: '/subscriptions/s' })),
    ),
  });

describeCheck(subscriptionOwnersFew, {
  pass: {
    nobody: owned(),
    three: owned('a', 'b', 'c'),
    'three, one of them twice': owned('a', 'b', 'c', 'A'),
  },
  fail: { four: [owned('a', 'b', 'c', 'd'), ['owners/a', 'owners/b', 'owners/c', 'owners/d']] },
});
