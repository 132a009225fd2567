/** What every request of one identity carries about who makes it. */
import { parseArn } from '../arn.ts';
import type { Identity } from '../resource.ts';
import type { RequestContext } from './variables.ts';

/**
 * Of an IAM user or role, known by its ARN; empty for anything else. A role's sessions may bring tags of their own, so
 * only a user's are known.
 *
 * Source: IAM User Guide, "AWS global condition context keys: properties of the principal"; "IAM policy elements:
 * Variables and tags", the table of principal values.
 */
export const callerContext = ({ kind, id, tags }: Pick<Identity, 'kind' | 'id' | 'tags'>): RequestContext => {
  const arn = parseArn(id);
  const context = new Map<string, readonly string[] | 'absent'>();
  if (arn === undefined || (kind !== 'AWS::IAM::User' && kind !== 'AWS::IAM::Role')) return context;
  const isUser = kind === 'AWS::IAM::User';
  context.set('aws:principalarn', [id]);
  context.set('aws:principalaccount', [arn.account]);
  context.set('aws:principaltype', [isUser ? 'User' : 'AssumedRole']);
  context.set('aws:principalisawsservice', ['false']);
  context.set('aws:username', isUser ? [arn.resource.slice(arn.resource.lastIndexOf('/') + 1)] : 'absent');
  if (isUser) {
    for (const [key, value] of Object.entries(tags)) {
      context.set(`aws:principaltag/${key.toLowerCase()}`, [value]);
    }
  }
  return context;
};
