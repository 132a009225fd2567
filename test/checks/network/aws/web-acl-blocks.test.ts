import { webAclBlocks } from '#checks/network/aws/web-acl-blocks.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const acl = (
  rules: Readonly<Record<string, string>>,
  {
    defaultAction = 'allow',
    managedGroups = 0,
  }: { defaultAction?: 'allow' | 'block'; managedGroups?: number } = {},
) =>
  resource('AWS::WAFv2::WebACL', {
    settings: known({
      defaultAction,
      managedGroups,
      rules: Object.entries(rules).map(([name, action]) => ({ name, action })),
    }),
  });

describeCheck(webAclBlocks, {
  pass: {
    'a rule that blocks': acl({ allow: 'allow', bad: 'block' }),
    'a rule that asks for a puzzle': acl({ bots: 'captcha' }),
    'a group of rules as it is': acl({ common: 'none' }),
    'a group of which some rules only count, and a rule that blocks': acl({
      common: 'weakened',
      bad: 'block',
    }),
    'everything is blocked that no rule lets in': acl({ office: 'allow' }, { defaultAction: 'block' }),
    'a group that Firewall Manager has put before it': acl({}, { managedGroups: 1 }),
  },
  fail: {
    'no rules': [acl({}), ['settings/rules']],
    'everything is only counted': [
      acl({ common: 'count', bots: 'count' }),
      ['settings/rules/common', 'settings/rules/bots'],
    ],
    'lets in what it would let in anyway': [acl({ office: 'allow' }), ['settings/rules/office']],
  },
  unknown: {
    'a group of which some rules only count': acl({ common: 'weakened', bots: 'count' }),
  },
});
