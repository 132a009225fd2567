/** The account's own block of public access: one of an account at most, the same in every region. */
import { malformed } from '../estate.ts';
import type { DirectKind } from './kind.ts';
import { configNames } from './kind.ts';

const action = 's3:GetAccountPublicAccessBlock';

export const accountPublicAccessBlock: DirectKind = {
  kind: 'AWS::S3::AccountPublicAccessBlock',
  action,
  shared: true,
  details: [],
  page: async (place) => {
    const answer = await place.call(action, { AccountId: place.account });
    if (!answer.ok) {
      return answer.failure.code === 'NoSuchPublicAccessBlockConfiguration'
        ? { ok: true, value: { rows: [], next: undefined } }
        : answer;
    }
    const { PublicAccessBlockConfiguration: block } = answer.value;
    if (block === undefined) return malformed(action, 'the answer holds no configuration');
    // AWS Config gives it no ARN, and the account's number for an id.
    const row = { resourceId: place.account, arn: undefined, configuration: configNames(block) };
    return { ok: true, value: { rows: [row], next: undefined } };
  },
};
