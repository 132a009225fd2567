import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { matchChecks } from '#config/select-checks.ts';

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
