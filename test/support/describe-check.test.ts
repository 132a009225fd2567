/** The harness must itself fail where a check cheats. */
import { describe, expect, it } from 'vitest';
import { defineCheck } from '#model/check.ts';
import { known, unread } from '#model/reading.ts';
import { failIfAny, irrelevant, pass, passWith } from '#model/verdict.ts';
import { resource } from './builders/resource.ts';
import { ask } from './describe-check.ts';

const metadata = {
  id: 'data.aws.example-kept',
  title: 'Example is kept',
  finding: '{name} is not kept',
  consequence: 'Nothing is gained.',
  severity: 'low',
  controls: {},
  remediation: 'None.',
  sources: [],
} as const;

const bucket = resource('AWS::S3::Bucket');

/** A cast is how a check would get at more than its types allow. */
const cheating = (evaluate: (parts: Record<string, unknown>, identity: Record<string, unknown>) => unknown) =>
  defineCheck({
    ...metadata,
    on: 'AWS::S3::Bucket',
    reads: ['versioning'],
    evaluate: (parts, identity) => {
      evaluate(parts as unknown as Record<string, unknown>, identity as unknown as Record<string, unknown>);
      return pass;
    },
  });

describe('a check under test', () => {
  it('is asked through the engine', () => {
    const check = cheating(({ versioning }) => versioning);
    expect(ask(check, bucket).verdict).toBe('pass');
    const denied = {
      ...bucket,
      parts: { ...bucket.parts, versioning: unread('denied', 's3:GetBucketVersioning') },
    };
    expect(ask(check, denied)).toMatchObject({ verdict: 'unknown', unknown: { part: 'versioning' } });
  });

  it.each<[string, Parameters<typeof cheating>[0], string]>([
    ['reads a part that it did not declare', (parts) => parts['acl'], 'acl'],
    ['asks whether such a part is there', (parts) => 'acl' in parts, 'acl'],
    ['looks through all parts', (parts) => Object.keys(parts), '*'],
    ['reads the parts behind the identity', (_parts, identity) => identity['parts'], 'resource.parts'],
  ])('is caught when it %s', (_situation, evaluate, touched) => {
    expect(() => ask(cheating(evaluate), bucket)).toThrow(`touched what it did not declare: ${touched}`);
  });

  it('is caught when it changes what it is handed', () => {
    const check = cheating(({ versioning }) => {
      (versioning as { status: string }).status = 'Suspended';
    });
    expect(() => ask(check, bucket)).toThrow('threw: TypeError');
  });

  it('is caught when it throws', () => {
    const check = cheating(() => {
      throw new RangeError('out of words');
    });
    expect(() => ask(check, bucket)).toThrow('threw: RangeError: out of words');
  });

  it('is refused on a kind that it is not on', () => {
    expect(() =>
      ask(
        cheating(() => 0),
        resource('AWS::SNS::Topic'),
      ),
    ).toThrow('is not on AWS::SNS::Topic');
  });

  it('is handed parts that it may read as readings', () => {
    const check = defineCheck({
      ...metadata,
      on: 'AWS::S3::Bucket',
      reads: ['policy'],
      mayRead: ['acl'],
      evaluate: ({ policy, acl }) =>
        policy === 'none' && acl.known
          ? passWith({ acl })
          : passWith({ acl: irrelevant('the policy decides') }),
    });
    const open = resource('AWS::S3::Bucket', { policy: known('none'), acl: unread('throttled') });
    expect(ask(check, open).verdict).toBe('pass');
  });

  it('fails with its evidence', () => {
    const check = defineCheck({
      ...metadata,
      on: 'AWS::S3::Bucket',
      reads: ['versioning'],
      evaluate: ({ versioning }) => failIfAny([{ path: 'versioning', found: versioning.status }]),
    });
    expect(ask(check, bucket).fail?.evidence).toEqual([{ path: 'versioning', found: 'Enabled' }]);
  });
});
