import { describe, expect, test } from 'vitest';
import { outsideGrants } from '#model/policy/exposure.ts';
import { issuerOf } from '#model/policy/federation.ts';
import type { StatementJson } from '../../support/builders/policy.ts';
import { policy } from '../../support/builders/policy.ts';

const own = '111122223333';
const context = {
  trust: { accounts: new Set([own]), organization: 'o-1', partners: new Set<string>() },
  account: own,
  kind: 'AWS::IAM::Role',
};

const admits = (issuer: string, Condition: NonNullable<StatementJson['Condition']>): string | undefined =>
  outsideGrants(
    policy({
      Principal: {
        Federated:
          issuer.includes('/saml') || !issuer.includes('.')
            ? issuer
            : `arn:aws:iam::${own}:oidc-provider/${issuer}`,
      },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition,
    }),
    context,
  ).find(({ reach }) => reach === 'public')?.who;

const github = 'token.actions.githubusercontent.com';
const sub = `${github}:sub`;
const aud = { [`${github}:aud`]: 'sts.amazonaws.com' };

describe('a role that trusts GitHub is open to anybody', () => {
  test.each<[string, NonNullable<StatementJson['Condition']>]>([
    ['without a subject', { StringEquals: aud }],
    ['with any subject', { StringEquals: aud, StringLike: { [sub]: '*' } }],
    ['with any repository', { StringLike: { [sub]: 'repo:*' } }],
    ['with an owner that others can extend', { StringLike: { [sub]: 'repo:acme*/app:*' } }],
    ['with a branch only', { StringLike: { [sub]: '*:ref:refs/heads/main' } }],
    ['with an environment only', { StringEquals: { [sub]: 'environment:prod' } }],
    ['with all but one repository', { StringNotLike: { [sub]: 'repo:acme/app:*' } }],
    ['for all values of the subject', { 'ForAllValues:StringLike': { [sub]: 'repo:acme/app:*' } }],
    ['if the subject exists', { StringLikeIfExists: { [sub]: 'repo:acme/app:*' } }],
    ['with one good and one open subject', { StringLike: { [sub]: ['repo:acme/app:*', 'repo:*'] } }],
  ])('%s', (_name, condition) => {
    expect(admits(github, condition)).toMatch(/^any workflow in any GitHub repository/);
  });
});

describe('a role that trusts GitHub is not open to anybody', () => {
  test.each<[string, NonNullable<StatementJson['Condition']>]>([
    ['with one repository', { StringEquals: aud, StringLike: { [sub]: 'repo:acme/app:*' } }],
    ['with all repositories of one owner', { StringLike: { [sub]: 'repo:acme/*' } }],
    ['with the owner by its immutable id', { StringLike: { [sub]: 'repo:acme@123/app@456:*' } }],
    ['with a key in capitals', { StringLike: { [sub.toUpperCase()]: 'repo:acme/app:*' } }],
    ['with a pattern that StringEquals takes literally', { StringEquals: { [sub]: 'repo:*' } }],
    ['with the owner as a claim of its own', { StringEquals: { [`${github}:repository_owner_id`]: '123' } }],
  ])('%s', (_name, condition) => {
    expect(admits(github, condition)).toBeUndefined();
  });
});

test('the proof is a subject of somebody else', () => {
  expect(admits(github, { StringLike: { [sub]: 'repo:acme*/app:*' } })).toContain(
    'repo:acmesomebody/app:somebody',
  );
});

test.each([
  ['gitlab.com', 'project_path:*', 'project_path:acme/app:*'],
  ['app.terraform.io', 'organization:*', 'organization:acme:project:p:workspace:*'],
  ['agent.buildkite.com', 'organization:acme*', 'organization:acme:pipeline:*'],
  ['oidc.vercel.com', 'owner:*:project:p', 'owner:acme:project:*'],
  ['accounts.google.com', '1*', '104512345678901234567'],
])('%s: the owner has to be fixed', (issuer, loose, fixed) => {
  expect(admits(issuer, { StringLike: { [`${issuer}:sub`]: loose } })).toBeDefined();
  expect(admits(issuer, { StringLike: { [`${issuer}:sub`]: fixed } })).toBeUndefined();
});

test("a cluster's own issuer and SAML sign for their own people only", () => {
  expect(admits('oidc.eks.eu-west-1.amazonaws.com/id/ABC', {})).toBeUndefined();
  expect(admits(`arn:aws:iam::${own}:saml-provider/idp`, {})).toBeUndefined();
  expect(issuerOf(`arn:aws:iam::${own}:saml-provider/idp`)).toBeUndefined();
});

test('a Cognito pool is limited by its id, unless it hands out guest identities', () => {
  const pool = 'cognito-identity.amazonaws.com';
  const statement = (Condition: NonNullable<StatementJson['Condition']>) =>
    outsideGrants(
      policy({ Principal: { Federated: pool }, Action: 'sts:AssumeRoleWithWebIdentity', Condition }),
      context,
    ).length;
  const id = { [`${pool}:aud`]: 'eu-west-1:0000' };
  expect(statement({})).toBe(1);
  expect(statement({ StringEquals: id })).toBe(0);
  expect(
    statement({ StringEquals: id, 'ForAnyValue:StringLike': { [`${pool}:amr`]: 'unauthenticated' } }),
  ).toBe(1);
});
