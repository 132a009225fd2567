import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const webAclBlocks = defineCheck({
  id: 'network.aws.web-acl-blocks',
  title: 'Web ACL can stop a request',
  finding: '{name} lets every request through',
  consequence: 'It looks like protection in every list, and an attack passes it like anything else.',
  severity: 'medium',
  on: 'AWS::WAFv2::WebACL',
  reads: ['settings'],
  controls: { practice: ['NET-3'] },
  remediation:
    'Add rules (the AWS managed core rule set to begin with), and once their counts look right, take the override to count away. Verify: aws wafv2 get-web-acl shows a rule with Block, or a group whose OverrideAction is None.',
  sources: ['https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-testing.html'],
  evaluate({ settings }) {
    const { defaultAction, rules, managedGroups } = settings;
    // What groups of rules hold is not looked into: one that is not overridden counts as able to.
    if (defaultAction === 'block' || managedGroups > 0) return pass;
    if (rules.some(({ action }) => stops.has(action))) return pass;
    const weakened = rules.find(({ action }) => action === 'weakened');
    if (weakened !== undefined) {
      return undecidable(
        `group ${weakened.name} counts what some of its rules stop, and which others it has is not read`,
      );
    }
    return fail(
      rules.length === 0
        ? [{ path: 'settings/rules', found: 'none', expected: 'a rule that blocks' }]
        : rules.map(({ name, action }) => ({
            path: `settings/rules/${name}`,
            found: action,
            expected: 'a rule that blocks',
          })),
    );
  },
});

/** `none` is what a group of rules has whose own actions are in force. */
const stops = new Set(['block', 'captcha', 'challenge', 'none']);
