/** Answers that look whole, and say somewhere that they are not. */
import { describe, expect, it } from 'vitest';
import type { DirectPlace } from '#sources/aws/direct/kind.ts';
import { directKind } from '#sources/aws/direct/kinds.ts';

/** Gives the same answer to every call. */
const answering = (value: object): DirectPlace => ({
  account: '111122223333',
  region: 'us-east-1',
  partition: 'aws',
  call: async () => ({ ok: true, value: value as never }),
});

const firstPage = (kind: string, value: object) => directKind(kind)?.page(answering(value), undefined);

const cut = { ok: false, failure: { type: 'malformed', message: expect.stringContaining('cut') } };

describe('a list that says it is cut', () => {
  it.each([
    ['kms', 'AWS::KMS::Key', { Keys: [], Truncated: true }],
    ['kms', 'AWS::KMS::Key', { Keys: [], Truncated: true, NextMarker: '' }],
    ['cloudfront', 'AWS::CloudFront::Distribution', { DistributionList: { Items: [], IsTruncated: true } }],
  ])('and leads nowhere is not the whole list: %s', async (_, kind, value) => {
    expect(await firstPage(kind, value)).toMatchObject(cut);
  });

  it.each([
    ['kms', 'AWS::KMS::Key', { Keys: [], NextMarker: 'more' }],
    ['cloudfront', 'AWS::CloudFront::Distribution', { DistributionList: { Items: [], NextMarker: 'more' } }],
  ])('is followed where only its marker says so: %s', async (_, kind, value) => {
    expect(await firstPage(kind, value)).toEqual({ ok: true, value: { rows: [], next: 'more' } });
  });

  it('is the last page where neither says more', async () => {
    expect(await firstPage('AWS::KMS::Key', { Keys: [], Truncated: false })).toEqual({
      ok: true,
      value: { rows: [], next: undefined },
    });
  });
});

describe('groups of rules that Firewall Manager has put into a web ACL', () => {
  const found = { resourceId: 'x', arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/x' };
  const read = (groups: object) =>
    directKind('AWS::WAFv2::WebACL')?.details[0]?.read(
      answering({ WebACL: { DefaultAction: { Allow: {} }, Rules: [], ...groups } }),
      { ...found, configuration: {} },
    );

  it.each([
    ['PreProcessFirewallManagerRuleGroups', { None: {} }, 1],
    ['PreProcessFirewallManagerRuleGroups', { Count: {} }, 0],
    ['PostProcessFirewallManagerRuleGroups', { Count: {} }, 0],
  ])('%s with override %j: %i can stop a request', async (name, OverrideAction, managedGroups) => {
    expect(await read({ [name]: [{ Name: 'fm', OverrideAction }] })).toMatchObject({
      ok: true,
      value: { configuration: { managedGroups } },
    });
  });
});
