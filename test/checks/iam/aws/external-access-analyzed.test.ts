import { externalAccessAnalyzed } from '#checks/iam/aws/external-access-analyzed.ts';
import type { AnalyzerFacts } from '#model/aws/region.ts';
import { known, unread } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const analyzer = (name: string, type: string, status = 'ACTIVE'): AnalyzerFacts => ({
  name,
  arn: `arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/${name}`,
  type,
  status,
});

const region = (own: readonly AnalyzerFacts[], shared: readonly AnalyzerFacts[] = []) =>
  resource('AWS::::Region', { analyzers: known(own), organizationAnalyzers: known(shared) });

const withoutShared = (own: readonly AnalyzerFacts[]) =>
  resource('AWS::::Region', {
    analyzers: known(own),
    organizationAnalyzers: unread('denied', 'organizations:ListDelegatedAdministrators'),
  });

describeCheck(externalAccessAnalyzed, {
  pass: {
    'one of its own': region([analyzer('own', 'ACCOUNT')]),
    'one of the organisation, made in this account': region([analyzer('all', 'ORGANIZATION')]),
    'one of the organisation, in another account': region([], [analyzer('all', 'ORGANIZATION')]),
    'the second of two': region([analyzer('old', 'ACCOUNT', 'DISABLED'), analyzer('own', 'ACCOUNT')]),
    'one of its own, where the organisation can not be asked': withoutShared([analyzer('own', 'ACCOUNT')]),
  },
  fail: {
    none: [region([]), ['analyzers']],
    'one of unused access only': [region([analyzer('unused', 'ACCOUNT_UNUSED_ACCESS')]), ['analyzers']],
    'one of the organisation for internal access only': [
      region([], [analyzer('inside', 'ORGANIZATION_INTERNAL_ACCESS')]),
      ['analyzers'],
    ],
    'one that failed': [region([analyzer('own', 'ACCOUNT', 'FAILED')]), ['analyzers/own']],
    'one of the organisation that is disabled, seen from both sides': [
      region([analyzer('all', 'ORGANIZATION', 'DISABLED')], [analyzer('all', 'ORGANIZATION', 'DISABLED')]),
      ['analyzers/all'],
    ],
  },
  unknown: {
    'none of its own, where the organisation can not be asked': withoutShared([]),
    'one that failed, where the organisation can not be asked': withoutShared([
      analyzer('own', 'ACCOUNT', 'FAILED'),
    ]),
  },
});
