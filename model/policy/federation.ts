/**
 * Who gets in through a web identity provider. An issuer that the whole world shares (GitHub, GitLab.com …) signs
 * tokens for anybody, with any audience: only the subject ties a token to its owner, so a trust that does not fix the
 * owner's part of the subject is open to anybody.
 *
 * Source: IAM User Guide, "Create a role for OpenID Connect federation"; GitHub, GitLab, HCP Terraform, Buildkite,
 * Vercel and Pulumi documentation of their tokens' subjects.
 */

import { holdsWithoutKey, parseOperator } from './condition.ts';
import type { PolicyCondition } from './document.ts';
import { hasWildcard } from './wildcard.ts';

interface SharedIssuer {
  /** Who could get in where nothing fixes the owner. */
  readonly anybody: string;
  /** A foreign subject, as proof. */
  readonly example: string;
  /** The start of a subject up to the end of its owner; undefined where only a whole subject names an owner. */
  readonly owner?: RegExp;
  /** Further keys that fix the owner, without the issuer. */
  readonly ownerKeys: readonly string[];
}

const github: SharedIssuer = {
  anybody: 'any workflow in any GitHub repository',
  example: 'repo:somebody/anything:ref:refs/heads/main',
  owner:
    /^(repo:[^*?/:]+\/|(repository|job_workflow_ref):[^*?/:]+\/|(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^*?:]+(:|$))/,
  ownerKeys: [
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'enterprise',
    'enterprise_id',
  ],
};

const shared = new Map<string, SharedIssuer>([
  ['token.actions.githubusercontent.com', github],
  [
    'gitlab.com',
    {
      anybody: 'any pipeline of any GitLab.com project',
      example: 'project_path:somebody/anything:ref_type:branch:ref:main',
      owner: /^(project_path:[^*?/:]+\/|(namespace_id|project_id):[^*?:]+(:|$)|namespace_path:[^*?:]+(:|$))/,
      ownerKeys: ['namespace_id', 'namespace_path', 'project_id', 'project_path'],
    },
  ],
  [
    'app.terraform.io',
    {
      anybody: 'any workspace of any HCP Terraform organization',
      example: 'organization:somebody:project:p:workspace:w:run_phase:apply',
      owner: /^organization:[^*?:]+:/,
      ownerKeys: ['terraform_organization_id', 'terraform_organization_name'],
    },
  ],
  [
    'agent.buildkite.com',
    {
      anybody: 'any pipeline of any Buildkite organization',
      example: 'organization:somebody:pipeline:p:ref:refs/heads/main:commit:c:step:s',
      owner: /^organization:[^*?:]+:/,
      ownerKeys: ['organization_id', 'organization_slug'],
    },
  ],
  [
    'oidc.vercel.com',
    {
      anybody: 'any Vercel project',
      example: 'owner:somebody:project:p:environment:production',
      owner: /^owner:[^*?:]+:/,
      ownerKeys: ['owner_id'],
    },
  ],
  [
    'api.pulumi.com/oidc',
    {
      anybody: 'any Pulumi organization',
      example: 'pulumi:deploy:org:somebody:project:p:stack:s:operation:update:scope:write',
      owner: /^pulumi:[^*?]*org:[^*?:]+:/,
      ownerKeys: [],
    },
  ],
  [
    'accounts.google.com',
    {
      anybody: 'anybody with a Google account or service account',
      example: '100000000000000000001',
      ownerKeys: ['email', 'hd'],
    },
  ],
  [
    'cognito-identity.amazonaws.com',
    {
      anybody: 'any identity of any Cognito identity pool',
      example: 'us-east-1:00000000-0000-0000-0000-000000000000',
      // The audience of Cognito is the identity pool itself.
      ownerKeys: ['aud'],
    },
  ],
  [
    'www.amazon.com',
    {
      anybody: 'anybody with an Amazon account',
      example: 'amzn1.account.SOMEBODY',
      ownerKeys: ['app_id', 'user_id'],
    },
  ],
  [
    'graph.facebook.com',
    { anybody: 'anybody with a Facebook account', example: '1000000001', ownerKeys: ['app_id', 'id'] },
  ],
]);

/** The issuer of a web identity principal: without scheme, without the ARN around it. Undefined for SAML. */
export const issuerOf = (principal: string): string | undefined => {
  const marker = ':oidc-provider/';
  const at = principal.indexOf(marker);
  if (at >= 0) return principal.slice(at + marker.length).toLowerCase();
  return principal.startsWith('arn:') ? undefined : principal.toLowerCase();
};

/** In words, with a foreign subject, who outside gets in by this provider; undefined when nobody does. */
export const outsideFederation = (
  principal: string,
  conditions: readonly PolicyCondition[],
): string | undefined => {
  if (principal === '*') return 'anybody with a token of any provider that the account trusts';
  const issuer = issuerOf(principal);
  // A tenant's own issuer, a cluster's or a SAML provider signs only for its own people.
  const provider = issuer === undefined ? undefined : shared.get(issuer);
  if (issuer === undefined || provider === undefined) return undefined;
  const limiting = new Set(['sub', ...provider.ownerKeys].map((claim) => `${issuer}:${claim}`));
  const prefixes: string[] = [];
  for (const condition of conditions) {
    if (!limiting.has(condition.key.toLowerCase())) continue;
    const values = limitsToOwner(condition, provider, condition.key.toLowerCase() === `${issuer}:sub`);
    if (values === true) return guests(issuer, conditions);
    if (values !== false) prefixes.push(...values);
  }
  return prefixes.length === 0
    ? provider.anybody
    : `${provider.anybody} whose subject matches ${prefixes.join(' or ')}, such as ${witness(prefixes[0] ?? '', provider)}`;
};

/** True when every value names its owner; else the values that let somebody else in; false when nothing is limited. */
function limitsToOwner(
  condition: PolicyCondition,
  provider: SharedIssuer,
  isSubject: boolean,
): true | false | readonly string[] {
  const operator = parseOperator(condition.operator);
  if (operator === undefined || operator.comparison === 'null' || operator.negated) return false;
  // Met by a token without the claim, or by none of several.
  if (holdsWithoutKey(operator, condition.values)) return false;
  const wild = operator.comparison === 'like' || operator.comparison === 'arn';
  // A wildcard is a letter like any other to StringEquals, and no issuer writes one into a subject.
  const values = wild ? condition.values : condition.values.filter((value) => !hasWildcard(value));
  const open = values.filter((value) => !fixesOwner(value, provider, isSubject));
  return open.length === 0 ? true : open;
}

function fixesOwner(value: string, provider: SharedIssuer, isSubject: boolean): boolean {
  if (!isSubject) return !hasWildcard(value) || /^[^*?/]+\//.test(value);
  return provider.owner === undefined ? !hasWildcard(value) : provider.owner.test(value);
}

/** Fills the pattern's wildcards with the stranger's subject where that is what they admit. */
function witness(pattern: string, provider: SharedIssuer): string {
  return pattern === '*' ? provider.example : pattern.replaceAll('*', 'somebody').replaceAll('?', 'x');
}

/** A Cognito pool that hands out guest identities lets in whoever asks for one. */
function guests(issuer: string, conditions: readonly PolicyCondition[]): string | undefined {
  if (issuer !== 'cognito-identity.amazonaws.com') return undefined;
  const key = 'cognito-identity.amazonaws.com:amr';
  return conditions.some(
    (condition) =>
      condition.key.toLowerCase() === key &&
      condition.values.some((value) => value.toLowerCase() === 'unauthenticated'),
  )
    ? 'anybody, as a guest of the Cognito identity pool'
    : undefined;
}
