/** Users, groups, roles and policies from pages of `GetAccountAuthorizationDetails`. */
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { IdentityPolicies } from '#model/aws/identity.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { part, policyOf, problem } from '#sources/fields.ts';
import { redactNamed, redactText } from '../../secrets.ts';
import { timeOf } from '../config-item.ts';

export interface IamPlace {
  readonly account: string;
  /** ISO 8601 UTC. */
  readonly observedAt: string;
}

/** Anything else in the place of an ARN would be judged under a name that no scan before or after knows. */
const arnText = /^arn:[\w-]+:iam::(?:\d{12}|aws):(?:user|group|role|policy)\/./;
/** IAM API Reference: a slash, or printable characters between slashes. */
const pathText = /^\/(?:[\u0021-\u007e]+\/)?$/;

const pathOf = (path: string | undefined, whose: string): string => {
  if (path === undefined) return problem(`the ${whose} has no path`);
  return pathText.test(path) ? path : problem(`Path of the ${whose} is no path`);
};

/** The SDK makes NaN of a text that is no number. */
const countOf = (count: number | undefined, name: string): number =>
  count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : problem(`${name} is no count`);

/** What names a resource of IAM; undefined for an entry without a name or ARN. */
const identity = (
  kind: string,
  arn: string | undefined,
  name: string | undefined,
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  place: IamPlace,
): Omit<Resource, 'parts'> | undefined => {
  if (arn === undefined || name === undefined || name === '' || !arnText.test(arn)) return undefined;
  const kept: Record<string, string> = Object.create(null);
  for (const { Key, Value } of tags ?? []) {
    if (Key !== undefined) kept[redactText(Key)] = redactNamed(Key, Value ?? '');
  }
  return {
    provider: 'aws',
    kind,
    account: place.account,
    region: 'global',
    id: arn,
    name: redactText(name),
    tags: kept,
    observedAt: place.observedAt,
  };
};

export const userResource = (
  user: UserDetail,
  credentials: Reading<unknown>,
  place: IamPlace,
): Resource | undefined => {
  const who = identity('AWS::IAM::User', user.Arn, user.UserName, user.Tags, place);
  return (
    who && {
      ...who,
      parts: {
        path: part(() => pathOf(user.Path, 'user')),
        policies: part(() => policies(user.UserPolicyList, user)),
        groups: part(() => user.GroupList ?? problem('the user has no list of groups')),
        credentials,
      },
    }
  );
};

/** A user of the credential report, where nothing else of it was asked for or could be read. */
export const reportedUser = (
  row: { readonly user: string; readonly arn: string; readonly credentials: Reading<unknown> },
  rest: Reading<unknown>,
  place: IamPlace,
): Resource | undefined => {
  const who = identity('AWS::IAM::User', row.arn, row.user, [], place);
  return (
    who && {
      ...who,
      // The report tells none.
      tagsUnread: true,
      parts: { path: rest, policies: rest, groups: rest, credentials: row.credentials },
    }
  );
};

export const groupResource = (group: GroupDetail, place: IamPlace): Resource | undefined => {
  const who = identity('AWS::IAM::Group', group.Arn, group.GroupName, [], place);
  return (
    who && {
      ...who,
      parts: {
        path: part(() => pathOf(group.Path, 'group')),
        policies: part(() => policies(group.GroupPolicyList, group)),
      },
    }
  );
};

export const roleResource = (role: RoleDetail, place: IamPlace): Resource | undefined => {
  const who = identity('AWS::IAM::Role', role.Arn, role.RoleName, role.Tags, place);
  return (
    who && {
      ...who,
      parts: {
        path: part(() => pathOf(role.Path, 'role')),
        trustPolicy: part(() => policyOf(role.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument')),
        policies: part(() => policies(role.RolePolicyList, role)),
        // Left out for a role that was not used in the tracking period.
        lastUsed: part(() => {
          const used = role.RoleLastUsed?.LastUsedDate;
          return used === undefined
            ? 'none'
            : (dateOf(used) ?? problem('RoleLastUsed.LastUsedDate is no time'));
        }),
        createdAt: part(() => dateOf(role.CreateDate) ?? problem('CreateDate is no time')),
      },
    }
  );
};

/** Undefined for a policy that is AWS's own: those are the same everywhere, and nobody's resource. */
export const policyResource = (policy: ManagedPolicyDetail, place: IamPlace): Resource | undefined => {
  // The name is optional in the API's model, and is the end of the ARN.
  const name = policy.PolicyName ?? policy.Arn?.slice(policy.Arn.lastIndexOf('/') + 1);
  const who = identity('AWS::IAM::Policy', policy.Arn, name, [], place);
  return (
    who && {
      ...who,
      parts: {
        document: part(() => {
          const version = policy.PolicyVersionList?.find((one) => one.IsDefaultVersion === true);
          return version === undefined
            ? problem('the policy has no default version')
            : policyOf(version.Document, 'PolicyVersionList.Document');
        }),
        usage: part(() => ({
          attachments: countOf(policy.AttachmentCount, 'AttachmentCount'),
          asBoundary: countOf(policy.PermissionsBoundaryUsageCount ?? 0, 'PermissionsBoundaryUsageCount'),
        })),
      },
    }
  );
};

/** `arn:aws:iam::aws:policy/…`: no account in it. */
export const isAwsManaged = (policy: ManagedPolicyDetail): boolean =>
  /^arn:[\w-]+:iam::aws:/.test(policy.Arn ?? '');

type Inline = readonly { PolicyName?: string | undefined; PolicyDocument?: string | undefined }[];

interface Holder {
  readonly AttachedManagedPolicies?:
    | readonly { PolicyName?: string | undefined; PolicyArn?: string | undefined }[]
    | undefined;
  readonly PermissionsBoundary?: { PermissionsBoundaryArn?: string | undefined } | undefined;
}

/** Both lists are always given, maybe empty: a missing one would hide what somebody may do. */
const policies = (inline: Inline | undefined, holder: Holder): IdentityPolicies => {
  const attached = holder.AttachedManagedPolicies;
  if (!Array.isArray(inline)) return problem('there is no list of inline policies');
  if (!Array.isArray(attached)) return problem('there is no list of attached policies');
  const boundary = holder.PermissionsBoundary;
  return {
    inline: (inline as Inline).map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName ?? problem('an inline policy has no name'),
      document: policyOf(PolicyDocument, `inline policy ${PolicyName}`),
    })),
    attached: (attached as NonNullable<Holder['AttachedManagedPolicies']>).map(
      ({ PolicyName, PolicyArn }) => ({
        name: PolicyName ?? problem('an attached policy has no name'),
        arn: PolicyArn ?? problem('an attached policy has no ARN'),
      }),
    ),
    boundary:
      boundary === undefined
        ? 'none'
        : (boundary.PermissionsBoundaryArn ?? problem('the boundary has no ARN')),
  };
};

const dateOf = (value: unknown): string | undefined =>
  value instanceof Date ? (Number.isNaN(value.getTime()) ? undefined : value.toISOString()) : timeOf(value);
