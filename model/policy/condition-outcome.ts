/** What can be said of a condition before there is a request. */
import { holdsWithoutKey, parseOperator } from './condition.ts';
import type { PolicyCondition } from './document.ts';

/** `maybe`: only a request can tell. */
export type Outcome = 'yes' | 'maybe' | 'no';

/**
 * A condition on a key that the action's service never puts into a request is decided by the key's absence. A
 * condition on the time is decided by when the policy was observed. All else depends on the request.
 */
export const conditionOutcome = (
  condition: PolicyCondition,
  action: string,
  facts: { readonly now?: string } = {},
): Outcome => {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) return 'maybe';
  if (operator.comparison !== 'null' && condition.values.length === 0) {
    return operator.negated || operator.quantifier === 'all-values' ? 'maybe' : 'no';
  }
  if (!mayCarry(action, condition.key)) {
    return holdsWithoutKey(operator, condition.values) ? 'yes' : 'no';
  }
  if (facts.now !== undefined && condition.key.toLowerCase() === 'aws:currenttime') {
    return compareTime(operator.order, operator.negated, Date.parse(facts.now), condition.values);
  }
  return 'maybe';
};

function compareTime(order: string, negated: boolean, now: number, values: readonly string[]): Outcome {
  const hit = values.some((value) => {
    const time = Date.parse(value);
    if (Number.isNaN(time)) return false;
    if (order === '<') return now < time;
    if (order === '<=') return now <= time;
    if (order === '>') return now > time;
    if (order === '>=') return now >= time;
    return now === time;
  });
  return hit !== negated ? 'yes' : 'no';
}

/**
 * Keys of one service that requests to another carry too: they tell from where or how the credentials came.
 *
 * Source: IAM User Guide, "Available keys for AWS federation" and "AWS global condition context keys"; Service
 * Authorization Reference.
 */
const travelling = new Set([
  'ec2:sourceinstancearn',
  'ec2:roledelivery',
  'ec2:instanceprofile',
  'lambda:sourcefunctionarn',
  'ssm:sourceinstancearn',
  'glue:credentialissuingservice',
  'glue:roleassumedby',
  'identitystore:userid',
]);

/** Service prefix → prefixes of keys that its requests carry besides its own. */
const borrowed: Readonly<Record<string, readonly string[]>> = {
  sts: ['iam', 'saml'],
  'ec2-instance-connect': ['ec2'],
  ebs: ['ec2'],
  autoscaling: ['ec2'],
  imagebuilder: ['ec2'],
  'redshift-data': ['redshift'],
  'redshift-serverless': ['redshift'],
  dax: ['dynamodb'],
  ssmmessages: ['ssm'],
  ec2messages: ['ssm'],
  's3-object-lambda': ['s3'],
  's3-outposts': ['s3'],
  s3express: ['s3'],
  s3tables: ['s3'],
};

/** Can a request for the action carry the key? True when in doubt. */
const mayCarry = (action: string, key: string): boolean => {
  const lower = key.toLowerCase();
  const prefix = lower.slice(0, Math.max(lower.indexOf(':'), 0));
  if (prefix === '' || prefix === 'aws' || travelling.has(lower)) return true;
  // Keys of identity providers: `accounts.google.com:aud`, `oidc.eks.…/id/…:sub`, `saml:sub`.
  if (prefix.includes('.') || prefix === 'saml') return true;
  const service = action.toLowerCase().split(':', 1)[0] ?? '';
  if (service.includes('*') || service.includes('?')) return true;
  return service === prefix || (borrowed[service] ?? []).includes(prefix);
};
