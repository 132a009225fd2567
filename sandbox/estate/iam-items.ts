/** The IAM kinds and recorders as AWS Config's items; IAM's documents are percent-encoded there too. */
import type { Expanded } from '#sandbox/forms/form.ts';
import { encodeDocument } from '#sandbox/protocol/percent.ts';
import type { RecorderFacts } from './estate.ts';
import type {
  AttachedFacts,
  GroupFacts,
  PolicyFacts,
  PolicyText,
  RoleFacts,
  UserFacts,
} from './iam-facts.ts';
import { recorderArn } from './recording.ts';

const inline = (policies: readonly PolicyText[]) =>
  policies.map(({ name, document }) => ({ policyName: name, policyDocument: encodeDocument(document) }));

const attached = (policies: readonly AttachedFacts[]) =>
  policies.map(({ name, arn }) => ({ policyName: name, policyArn: arn }));

const boundary = (arn: string) =>
  arn === 'none'
    ? null
    : { permissionsBoundaryType: 'PermissionsBoundaryPolicy', permissionsBoundaryArn: arn };

const identity = ({ id, name, arn }: { id: string; name: string; arn: string }) => ({ id, name, arn });

export const userItem = (user: UserFacts): Expanded => ({
  ...identity(user),
  configuration: {
    path: user.path,
    userName: user.name,
    userId: user.id,
    arn: user.arn,
    createDate: user.createdAt,
    userPolicyList: inline(user.inline),
    groupList: user.groups,
    attachedManagedPolicies: attached(user.attached),
    permissionsBoundary: boundary(user.boundary),
  },
});

export const groupItem = (group: GroupFacts): Expanded => ({
  ...identity(group),
  configuration: {
    path: group.path,
    groupName: group.name,
    groupId: group.id,
    arn: group.arn,
    createDate: group.createdAt,
    groupPolicyList: inline(group.inline),
    attachedManagedPolicies: attached(group.attached),
  },
});

export const roleItem = (role: RoleFacts): Expanded => ({
  ...identity(role),
  configuration: {
    path: role.path,
    roleName: role.name,
    roleId: role.id,
    arn: role.arn,
    createDate: role.createdAt,
    assumeRolePolicyDocument: encodeDocument(role.trust),
    instanceProfileList: [],
    rolePolicyList: inline(role.inline),
    attachedManagedPolicies: attached(role.attached),
    permissionsBoundary: boundary(role.boundary),
    roleLastUsed: role.lastUsed === 'none' ? {} : { lastUsedDate: role.lastUsed, region: 'eu-west-1' },
  },
});

export const policyItem = (policy: PolicyFacts): Expanded => ({
  ...identity(policy),
  configuration: {
    policyName: policy.name,
    policyId: policy.id,
    arn: policy.arn,
    path: policy.path,
    defaultVersionId: policy.previous === undefined ? 'v1' : 'v2',
    attachmentCount: policy.attachments,
    permissionsBoundaryUsageCount: policy.asBoundary,
    isAttachable: true,
    createDate: policy.createdAt,
    updateDate: policy.updatedAt,
    policyVersionList: [
      {
        document: encodeDocument(policy.document),
        versionId: policy.previous === undefined ? 'v1' : 'v2',
        isDefaultVersion: true,
        createDate: policy.updatedAt,
      },
    ],
  },
});

export const recorderItem = (recorder: RecorderFacts, partition: string, account: string): Expanded => {
  const arn = recorderArn(recorder, partition, account);
  return {
    id: recorder.name,
    name: recorder.name,
    arn,
    configuration: {
      Id: recorder.name,
      Name: recorder.name,
      Recording: recorder.recording,
      RoleARN: `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      RecordingGroup: {
        AllSupported: recorder.strategy === 'ALL_SUPPORTED',
        IncludeGlobalResourceTypes: recorder.strategy === 'ALL_SUPPORTED' && recorder.includeGlobal,
        ResourceTypes: recorder.strategy === 'INCLUSION_BY_RESOURCE_TYPES' ? recorder.kinds : [],
        ExclusionByResourceTypes: {
          ResourceTypes: recorder.strategy === 'EXCLUSION_BY_RESOURCE_TYPES' ? recorder.kinds : [],
        },
        RecordingStrategy: {
          UseOnly: recorder.strategy === 'ALL_SUPPORTED' ? 'ALL_SUPPORTED_RESOURCE_TYPES' : recorder.strategy,
        },
      },
      RecordingMode: { RecordingFrequency: 'CONTINUOUS' },
    },
  };
};
