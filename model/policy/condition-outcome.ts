/** What can be said of a condition before there is a request. */
import type { Operator } from './condition.ts';
import { holdsWithoutKey, parseOperator } from './condition.ts';
import { conditionHolds } from './condition-match.ts';
import type { PolicyCondition } from './document.ts';
import type { RequestContext } from './variables.ts';
import { knownVariable, neverMatched } from './variables.ts';

/** `maybe`: only a request can tell. */
export type Outcome = 'yes' | 'maybe' | 'no';

export interface RequestFacts {
  /** When the documents were observed, ISO 8601: settles conditions on the time. */
  readonly now?: string;
  /** What is known of all requests, such as who makes them; every other key may be there or not. */
  readonly context?: RequestContext;
}

/**
 * A condition on a key that the action's service never puts into a request is decided by the key's absence, one on the
 * time by when the policy was observed, and one on a key that is known by its value. All else depends on the request.
 */
export const conditionOutcome = (
  condition: PolicyCondition,
  action: string,
  facts: RequestFacts = {},
  version = '2012-10-17',
): Outcome => {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) return 'maybe';
  if (operator.comparison !== 'null' && condition.values.length === 0) {
    return operator.negated || operator.quantifier === 'all-values' ? 'maybe' : 'no';
  }
  if (!mayCarry(action, condition.key)) {
    return holdsWithoutKey(operator, condition.values) ? 'yes' : 'no';
  }
  const actual = actualOf(condition.key.toLowerCase(), operator, facts);
  if (actual === undefined) return 'maybe';
  if (actual === 'absent') return holdsWithoutKey(operator, condition.values) ? 'yes' : 'no';
  const values = condition.values.map((value) => filledIn(value, version, facts.context));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return 'maybe';
  // A negated test against a variable without a value is nowhere described.
  if (operator.negated && known.some((value) => value.includes(neverMatched))) return 'maybe';
  return conditionHolds(operator, known, actual) ? 'yes' : 'no';
};

const actualOf = (
  key: string,
  operator: Operator,
  { now, context }: RequestFacts,
): readonly string[] | 'absent' | undefined => {
  if (now !== undefined && (key === 'aws:currenttime' || key === 'aws:epochtime')) {
    return [operator.comparison === 'numeric' ? String(Math.floor(Date.parse(now) / 1000)) : now];
  }
  return context?.get(key);
};

/** Undefined where a variable stands in it of which nobody knows the value. */
function filledIn(value: string, version: string, context: RequestContext | undefined): string | undefined {
  if (version !== '2012-10-17' || !value.includes('${')) return value;
  let known = true;
  const text = value.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name === '*' || name === '?' || name === '$') return whole;
    const found = knownVariable(name, context);
    known &&= found !== undefined;
    return found ?? whole;
  });
  return known ? text : undefined;
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
