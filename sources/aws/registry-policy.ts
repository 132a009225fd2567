/**
 * The policy of an account's image registry in a region, which speaks of all its repositories beside their own. Source:
 * Amazon ECR User Guide, "Registry permissions" (scope V2: every action).
 */
import type { PolicyDocument } from '#model/policy/document.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { part, policyOf } from '#sources/fields.ts';
import type { AwsEstate } from './estate.ts';

export const repositoryKind = 'AWS::ECR::Repository';
export const registryPolicyPart = 'registryPolicy';

export const readRegistryPolicy = async (
  estate: AwsEstate,
  account: string,
  region: string,
  signal: AbortSignal,
): Promise<Reading<PolicyDocument | 'none'>> => {
  const action = 'ecr:GetRegistryPolicy';
  const answer = await estate.call(action, { account, region }, {}, signal);
  if (!answer.ok) {
    return answer.failure.code === 'RegistryPolicyNotFoundException'
      ? known('none')
      : unreadOf(answer.failure);
  }
  const { policyText } = answer.value;
  return policyText === undefined || policyText === ''
    ? unread('malformed', action, 'the answer holds no policy')
    : part(() => policyOf(policyText, 'policyText'));
};
