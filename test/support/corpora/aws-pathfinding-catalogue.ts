/** A list of ways up, each with the actions that it takes: is there one for whoever holds exactly these? */
import { escalations } from '#analysis/iam/escalation.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { CorpusAdapter } from './contract.ts';
import { field, text } from './input.ts';

export const awsPathfindingCatalogue: CorpusAdapter = ({ input }) => {
  const permissions = field(input, 'requiredPermissions');
  if (!Array.isArray(permissions)) return undefined;
  const actions = permissions.flatMap((one) => text(field(one, 'permission')) ?? []);
  const parsed = parsePolicyDocument({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  // Assuming a role is no technique of its own: what it gives is in the roles, which a list of actions has not.
  return parsed.ok && escalations([parsed.document]).length > 0 ? 'escalation' : undefined;
};
