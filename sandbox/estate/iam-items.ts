/** The IAM kinds and recorders as AWS Config's items; IAM's documents are percent-encoded there too. */
import type { Expanded } from '#sandbox/forms/form.ts';
import { smallNames } from '#sandbox/services/direct/names.ts';
import type { JsonObject, RecorderFacts } from './estate.ts';
import { groupDetail, policyDetail, roleDetail, userDetail } from './iam-details.ts';
import type { GroupFacts, PolicyFacts, RoleFacts, UserFacts } from './iam-facts.ts';
import { recorderArn } from './recording.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
}

/** What IAM says, under names with a small first letter; tags are elsewhere in an item. */
const itemOf = ({ id, name, arn }: Named, { Tags: _tags, ...detail }: JsonObject): Expanded => ({
  id,
  name,
  arn,
  configuration: smallNames(detail) as JsonObject,
});

/** Unlike IAM, an item names a boundary that is not there. */
const bounded = (detail: JsonObject): JsonObject => ({
  ...detail,
  PermissionsBoundary: detail['PermissionsBoundary'] ?? null,
});

export const userItem = (user: UserFacts): Expanded => itemOf(user, bounded(userDetail(user)));

export const groupItem = (group: GroupFacts): Expanded => itemOf(group, groupDetail(group));

export const roleItem = (role: RoleFacts): Expanded => itemOf(role, bounded(roleDetail(role)));

/** Of the versions, an item has the one in force. */
export const policyItem = (policy: PolicyFacts): Expanded => {
  const { PolicyVersionList: versions, ...detail } = policyDetail(policy);
  return itemOf(policy, { ...detail, PolicyVersionList: (versions as readonly unknown[]).slice(0, 1) });
};

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
