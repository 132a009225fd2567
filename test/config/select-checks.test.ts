import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { CheckChoice } from '#config/select-checks.ts';
import { matchChecks, misspeltKinds, selectChecks } from '#config/select-checks.ts';

const said = (pattern: string): string => {
  try {
    matchChecks(allChecks, pattern);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'found';
};

describe('a pattern that no check has', () => {
  it.each([
    ['a misspelling', 'iam.aws.root-mfa-enabeld', 'iam.aws.root-mfa-enabled'],
    ['the beginning of an id', 'iam.aws.root-mfa-e', 'iam.aws.root-mfa-enabled'],
    ['its last word', 'root-mfa-enabled', 'iam.aws.root-mfa-enabled'],
  ])('names the check that was meant: %s', (_, pattern, meant) => {
    expect(said(pattern)).toBe(
      `no check is named '${pattern}', did you mean '${meant}'? A pattern has '*' for any characters, such as 'iam.*'.`,
    );
  });

  it('says how patterns are written where nothing is near', () => {
    expect(said('billing.*')).toBe(
      "no check is named 'billing.*'. A pattern has '*' for any characters, such as 'iam.*'.",
    );
  });
});

describe('a choice that leaves no check', () => {
  const why = (choice: Partial<CheckChoice>): string => {
    try {
      selectChecks(allChecks, { include: ['*'], exclude: [], severity: 'low', kinds: [], ...choice });
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return 'some are left';
  };

  it.each<[string, Partial<CheckChoice>, RegExp]>([
    [
      'of another cloud',
      { include: ['iam.aws.*'], providers: ['gcp', 'azure'] },
      /none of those named is of gcp or azure; --provider/,
    ],
    [
      'of another severity',
      { include: ['logging.aws.trail-validates-logs'], severity: 'critical' },
      /severity critical or above$/,
    ],
    [
      'of another kind',
      { include: ['iam.aws.*'], kinds: ['AWS::S3::Bucket'] },
      /severity low or above and is on AWS::S3::Bucket$/,
    ],
    [
      'of a misspelt kind',
      { kinds: ['AWS::S3::Buckt'] },
      /^no check is on AWS::S3::Buckt, did you mean 'AWS::S3::Bucket'\?$/,
    ],
    [
      'of no kind',
      { kinds: ['s3'] },
      /^no check is on s3; `plumbline checks <check>` says what a check is on$/,
    ],
  ])('is said to be %s', (_, choice, words) => {
    expect(why(choice)).toMatch(words);
  });

  it('is not there where a misspelt kind stands beside a right one, but the scan says so', () => {
    const kinds = ['AWS::S3::Bucket', 'AWS::S3::Buckt', 'AWS::GameLift::Fleet'];
    expect(why({ kinds })).toBe('some are left');
    expect(misspeltKinds(allChecks, kinds)).toEqual([
      'No check is on AWS::S3::Buckt: nothing of it is judged. Did you mean AWS::S3::Bucket?',
    ]);
  });
});
