import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

/** Two of them keep the door open when one is away; a third is room for a break-glass account. */
const most = 3;

export const subscriptionOwnersFew = defineCheck({
  id: 'iam.azure.subscription-owners-few',
  title: 'Subscription has at most three owners',
  finding: '{name} has more than three owners',
  consequence: 'Each of them is one stolen session away from the whole subscription and its access rights.',
  severity: 'medium',
  on: 'microsoft.resources/subscriptions',
  reads: ['owners'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Keep two named owners and one for emergencies, make the others Contributor or eligible through Privileged Identity Management, and remove inherited ones at their management group. Verify: az role assignment list --role Owner --include-inherited.',
  sources: ['https://learn.microsoft.com/azure/role-based-access-control/best-practices'],
  evaluate({ owners }) {
    // One who holds it twice, here and from above, is one.
    const holders = new Map(owners.map((owner) => [owner.principal.toLowerCase(), owner]));
    if (holders.size <= most) return pass;
    return fail(
      [...holders.values()].map(({ principal, principalType, scope }) => ({
        path: `owners/${principal}`,
        found: `${principalType} at ${scope}`,
        expected: `at most ${most} owners`,
      })),
    );
  },
});
