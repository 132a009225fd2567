/**
 * How each service words a refusal. The words tell a missing permission from a guard rail.
 * Source: IAM User Guide, "Troubleshoot access denied error messages", examples of access denied messages.
 */
import type { Denial } from '#sandbox/estate/estate.ts';
import { type Call, type Refusal, refuse } from '#sandbox/protocol/call.ts';
import { profileOf } from '#sandbox/protocol/profiles.ts';

/** `trust`: the role's trust policy does not name the caller. */
export type DeniedBy = 'policy' | 'scp' | 'resource' | 'trust';

export const denialMessage = (action: string, caller: string, resource: string, by: DeniedBy): string => {
  const sentence = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`;
  switch (by) {
    case 'policy':
      return `${sentence} because no identity-based policy allows the ${action} action`;
    case 'scp':
      return `${sentence} with an explicit deny in a service control policy`;
    case 'resource':
      return `${sentence} with an explicit deny in a resource-based policy`;
    case 'trust':
      return sentence;
  }
};

/** `config:Select*` covers `config:SelectResourceConfig`; case does not count in IAM actions. */
export const actionCovers = (pattern: string, action: string): boolean =>
  pattern.endsWith('*')
    ? action.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
    : pattern.toLowerCase() === action.toLowerCase();

export const denyCall = (call: Call, partition: string, by: DeniedBy): Refusal => {
  const resource =
    call.service === 'sts' ? String(call.input['RoleArn'] ?? '*') : resourceOf(call, partition);
  const message = denialMessage(call.action, call.caller.arn, resource, by);
  const [status, code] = profileOf(call.service).denied;
  return refuse(status, code, message);
};

const resourceOf = (call: Call, partition: string): string => {
  const aggregator = call.input['ConfigurationAggregatorName'];
  return typeof aggregator === 'string'
    ? `arn:${partition}:config:${call.region}:${call.account}:config-aggregator/${aggregator}`
    : '*';
};

/** The first of the estate's standing refusals that covers the call. */
export const standingDenial = (denials: readonly Denial[], call: Call): Denial | undefined =>
  denials.find(
    (denial) =>
      denial.account === call.account &&
      (denial.region === undefined || denial.region === call.region) &&
      actionCovers(denial.action, call.action),
  );
