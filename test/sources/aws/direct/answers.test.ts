/** Answers that look whole, and say somewhere that they are not. */
import { describe, expect, it } from 'vitest';
import type { DirectPlace } from '#sources/aws/direct/kind.ts';
import { directKind } from '#sources/aws/direct/kinds.ts';
import { sortError } from '#sources/aws/errors.ts';

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

describe('a group of rules in a web ACL', () => {
  const found = { resourceId: 'x', arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/x' };
  const group = { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' };
  const read = (Statement: object) =>
    directKind('AWS::WAFv2::WebACL')?.details[0]?.read(
      answering({
        WebACL: {
          DefaultAction: { Allow: {} },
          Rules: [{ Name: 'common', OverrideAction: { None: {} }, Statement }],
        },
      }),
      { ...found, configuration: {} },
    );
  const override = (action: string) => ({
    RuleActionOverrides: [{ Name: 'r', ActionToUse: { [action]: {} } }],
  });

  it.each([
    ['as it is', { ManagedRuleGroupStatement: group }, false],
    [
      'with a rule that asks for a puzzle',
      { ManagedRuleGroupStatement: { ...group, ...override('Captcha') } },
      false,
    ],
    ['with a rule set to count', { ManagedRuleGroupStatement: { ...group, ...override('Count') } }, true],
    ['with a rule set to allow', { RuleGroupReferenceStatement: { ARN: 'a', ...override('Allow') } }, true],
    [
      'with a rule left out',
      { RuleGroupReferenceStatement: { ARN: 'a', ExcludedRules: [{ Name: 'r' }] } },
      true,
    ],
    ['that is a rule', { GeoMatchStatement: { CountryCodes: ['AQ'] } }, false],
  ])('%s', async (_, statement, weakened) => {
    expect(await read(statement)).toMatchObject({ value: { configuration: { rules: [{ weakened }] } } });
  });
});

describe('what was deployed of a REST API', () => {
  const summary = (authorizationType?: string) => ({
    '/': { GET: { authorizationType, apiKeyRequired: false } },
  });
  const deployments: Readonly<Record<string, object>> = {
    old: { id: 'old', apiSummary: summary('NONE') },
    new: { id: 'new', apiSummary: summary('AWS_IAM') },
    bare: { id: 'bare' },
    untold: { id: 'untold', apiSummary: summary() },
  };
  const read = (...stages: readonly object[]) => {
    const detail = directKind('AWS::ApiGateway::RestApi')?.details.find(({ parts }) =>
      parts.includes('deployed'),
    );
    const place: DirectPlace = {
      ...answering({}),
      call: async (action, input) => {
        if (action === 'apigateway:GetStages') return { ok: true, value: { item: stages } as never };
        const deployment = deployments[String((input as { readonly deploymentId?: unknown }).deploymentId)];
        return deployment === undefined
          ? { ok: false, failure: sortError(new NotFound(), action) }
          : { ok: true, value: deployment as never };
      },
    };
    return detail?.read(place, { resourceId: 'x', arn: 'x', configuration: { id: 'api' } });
  };
  class NotFound extends Error {
    override readonly name = 'NotFoundException';
  }
  const onStage = (stage: string, authorizationType: string) => ({
    stage,
    path: '/',
    httpMethod: 'GET',
    authorizationType,
    apiKeyRequired: false,
  });

  it('is told stage by stage, with what a canary gets', async () => {
    const stages = [
      { stageName: 'live', deploymentId: 'new', canarySettings: { deploymentId: 'old' } },
      { stageName: 'test', deploymentId: 'old', canarySettings: {} },
    ];
    expect(await read(...stages)).toEqual({
      ok: true,
      value: {
        supplementary: {
          deployed: [onStage('live', 'AWS_IAM'), onStage('live', 'NONE'), onStage('test', 'NONE')],
        },
      },
    });
  });

  it('is nothing where there is no stage', async () => {
    expect(await read()).toEqual({ ok: true, value: { supplementary: { deployed: [] } } });
  });

  it.each([
    ['a deployment that does not say what it is of', { stageName: 'live', deploymentId: 'bare' }],
    ['a method without an authorizer or none', { stageName: 'live', deploymentId: 'untold' }],
    ['a deployment that is not there', { stageName: 'live', deploymentId: 'gone' }],
    ['a stage without a deployment', { stageName: 'live' }],
  ])('is unknown, and the API not gone, with %s', async (_, stage) => {
    expect(await read(stage)).toMatchObject({ ok: false, failure: { type: 'malformed' } });
  });
});
