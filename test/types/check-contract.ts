/**
 * What must not compile. `npm run types` reads this file: an `@ts-expect-error` above a line that does compile is an
 * error itself, so each of these holds as long as the types do.
 */

import type { Check } from '#model/check.ts';
import { defineCheck } from '#model/check.ts';
import type { Verdict } from '#model/verdict.ts';
import { failIfAny, irrelevant, pass, passWith, unknownBecause } from '#model/verdict.ts';

const metadata = {
  id: 'data.aws.example',
  title: 'Example keeps its word',
  finding: '{name} does not keep its word',
  consequence: 'Nothing is gained.',
  severity: 'low',
  controls: {},
  remediation: 'None.',
  sources: [],
} as const;

/** The shapes that do compile. */
export const allowed: readonly Check[] = [
  defineCheck({ ...metadata, on: 'AWS::S3::Bucket', reads: ['policy'], evaluate: () => pass }),
  defineCheck({
    ...metadata,
    on: ['AWS::SNS::Topic', 'AWS::SQS::Queue'],
    reads: ['policy'],
    evaluate: ({ policy }) => failIfAny(policy === 'none' ? [] : [{ path: 'policy', found: policy.version }]),
  }),
  defineCheck({
    ...metadata,
    on: 'AWS::S3::Bucket',
    reads: ['policy'],
    mayRead: ['acl', 'ownership'],
    evaluate({ policy, acl, ownership }) {
      if (policy !== 'none')
        return failIfAny([]).verdict === 'fail'
          ? unknownBecause({ known: false, reason: 'denied' })
          : passWith({ acl: irrelevant('a'), ownership: irrelevant('b') });
      if (!acl.known) return unknownBecause(acl);
      if (!ownership.known) return unknownBecause(ownership);
      return passWith({ acl, ownership });
    },
  }),
];

const bucket = { ...metadata, on: 'AWS::S3::Bucket' } as const;

// One line each: the directive covers the line below it only, wherever in that line the error is.
export const refused = [
  // @ts-expect-error a part that the kind does not have
  defineCheck({ ...bucket, reads: ['ingress'], evaluate: () => pass }),
  // @ts-expect-error a part that only one of the two kinds has
  defineCheck({ ...metadata, on: ['AWS::SNS::Topic', 'AWS::S3::Bucket'], reads: ['acl'], evaluate: () => pass }),
  // @ts-expect-error an unknown kind
  defineCheck({ ...metadata, on: 'AWS::S3::Bukkit', evaluate: () => pass }),
  // @ts-expect-error an undeclared part
  defineCheck({ ...bucket, reads: ['policy'], evaluate: ({ acl }) => failIfAny(acl) }),
  // @ts-expect-error an undeclared analysis
  defineCheck({ ...bucket, reads: ['policy'], evaluate: ({ trust }) => failIfAny(trust) }),
  // @ts-expect-error one part in both lists
  defineCheck({ ...bucket, reads: ['acl'], mayRead: ['acl'], evaluate: () => passWith({ acl: irrelevant('') }) }),
  // @ts-expect-error the classic false pass: nothing was found because nothing was read
  defineCheck({ ...bucket, mayRead: ['acl'], evaluate: ({ acl }) => failIfAny(acl.known ? acl.value.grants.map((grant) => ({ path: 'acl', found: grant.grantee })) : []) }),
  // @ts-expect-error a plain pass that does not account for the part
  defineCheck({ ...bucket, mayRead: ['acl'], evaluate: () => pass }),
  // @ts-expect-error one of two parts shown
  defineCheck({ ...bucket, mayRead: ['acl', 'policy'], evaluate: ({ acl }) => (acl.known ? passWith({ acl }) : unknownBecause(acl)) }),
  // @ts-expect-error a reading that was not narrowed
  defineCheck({ ...bucket, mayRead: ['acl'], evaluate: ({ acl }) => passWith({ acl }) }),
  // @ts-expect-error the value of a reading that was not narrowed
  defineCheck({ ...bucket, mayRead: ['acl'], evaluate: ({ acl }) => failIfAny(acl.value.grants) }),
  // @ts-expect-error a part can't be changed
  defineCheck({ ...bucket, reads: ['acl'], evaluate: ({ acl }) => { acl.owner = 'me'; return pass; } }),
  // @ts-expect-error a path without a verdict
  defineCheck({ ...bucket, reads: ['policy'], evaluate: ({ policy }): Verdict => { if (policy === 'none') return pass; } }),
  // @ts-expect-error a literal that no constructor made
  defineCheck({ ...bucket, reads: ['policy'], evaluate: () => ({ verdict: 'pass', shown: [] }) }),
];
