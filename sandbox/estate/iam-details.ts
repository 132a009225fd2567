/** IAM facts as GetAccountAuthorizationDetails writes them; documents are percent-encoded as RFC 3986 says. */
import { encodeDocument } from '#sandbox/protocol/percent.ts';
import type { JsonObject } from './estate.ts';
import type {
  AttachedFacts,
  GroupFacts,
  PolicyFacts,
  PolicyText,
  RoleFacts,
  UserFacts,
} from './iam-facts.ts';

const inlineList = (policies: readonly PolicyText[]) =>
  policies.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: encodeDocument(document) }));

const attachedList = (policies: readonly AttachedFacts[]) =>
  policies.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));

const boundaryOf = (boundary: string) =>
  boundary === 'none'
    ? undefined
    : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary };

const tagList = (tags: readonly (readonly [string, string])[]) =>
  tags.map(([Key, Value]) => ({ Key, Value }));

export const userDetail = (user: UserFacts): JsonObject => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: user.createdAt,
  UserPolicyList: inlineList(user.inline),
  GroupList: user.groups,
  AttachedManagedPolicies: attachedList(user.attached),
  PermissionsBoundary: boundaryOf(user.boundary),
  Tags: tagList(user.tags),
});

export const groupDetail = (group: GroupFacts): JsonObject => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: group.createdAt,
  GroupPolicyList: inlineList(group.inline),
  AttachedManagedPolicies: attachedList(group.attached),
});

export const roleDetail = (role: RoleFacts): JsonObject => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: role.createdAt,
  AssumeRolePolicyDocument: encodeDocument(role.trust),
  InstanceProfileList: [],
  RolePolicyList: inlineList(role.inline),
  AttachedManagedPolicies: attachedList(role.attached),
  PermissionsBoundary: boundaryOf(role.boundary),
  Tags: tagList(role.tags),
  RoleLastUsed: role.lastUsed === 'none' ? {} : { LastUsedDate: role.lastUsed, Region: 'eu-west-1' },
});

export const policyDetail = (policy: PolicyFacts): JsonObject => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.previous === undefined ? 'v1' : 'v2',
  AttachmentCount: policy.attachments,
  PermissionsBoundaryUsageCount: policy.asBoundary,
  IsAttachable: true,
  CreateDate: policy.createdAt,
  UpdateDate: policy.updatedAt,
  PolicyVersionList: [
    {
      Document: encodeDocument(policy.document),
      VersionId: policy.previous === undefined ? 'v1' : 'v2',
      IsDefaultVersion: true,
      CreateDate: policy.updatedAt,
    },
    ...(policy.previous === undefined
      ? []
      : [
          {
            Document: encodeDocument(policy.previous),
            VersionId: 'v1',
            IsDefaultVersion: false,
            CreateDate: policy.createdAt,
          },
        ]),
  ],
});
