/**
 * What kind of fact a condition key states, seen by somebody outside: whether it is bound to who calls, to the way
 * that the call takes, to the resource, or is the caller's to choose.
 *
 * Source: IAM User Guide, "AWS global condition context keys"; the service keys from the Service Authorization
 * Reference.
 */
export type KeyClass =
  | 'principal-account'
  | 'caller-account'
  | 'principal-arn'
  | 'principal-org'
  | 'principal-id'
  | 'principal-named'
  | 'is-service'
  | 'source-account'
  | 'source-owner'
  | 'source-arn'
  | 'source-org'
  | 'network-id'
  | 'network-account'
  | 'network-org'
  | 'access-point-account'
  | 'access-point-arn'
  | 'ip'
  | 'mount-target'
  | 'resource-account'
  | 'resource-org'
  | 'time'
  | 'chosen';

const classes = new Map<string, KeyClass>([
  ['aws:principalaccount', 'principal-account'],
  ['kms:calleraccount', 'caller-account'],
  ['aws:principalarn', 'principal-arn'],
  ['aws:principalorgid', 'principal-org'],
  ['aws:principalorgpaths', 'principal-org'],
  ['aws:userid', 'principal-id'],
  ['aws:username', 'principal-named'],
  ['aws:principalisawsservice', 'is-service'],
  ['aws:sourceaccount', 'source-account'],
  ['aws:sourceowner', 'source-owner'],
  ['aws:sourcearn', 'source-arn'],
  ['aws:sourceorgid', 'source-org'],
  ['aws:sourceorgpaths', 'source-org'],
  ['aws:sourcevpc', 'network-id'],
  ['aws:sourcevpce', 'network-id'],
  ['aws:sourcevpcarn', 'network-id'],
  ['aws:vpceaccount', 'network-account'],
  ['aws:vpceorgid', 'network-org'],
  ['aws:vpceorgpaths', 'network-org'],
  ['s3:dataaccesspointaccount', 'access-point-account'],
  ['s3:dataaccesspointarn', 'access-point-arn'],
  ['aws:sourceip', 'ip'],
  ['elasticfilesystem:accessedviamounttarget', 'mount-target'],
  ['aws:resourceaccount', 'resource-account'],
  ['s3:resourceaccount', 'resource-account'],
  ['aws:resourceorgid', 'resource-org'],
  ['aws:resourceorgpaths', 'resource-org'],
  ['aws:currenttime', 'time'],
  ['aws:epochtime', 'time'],
]);

/** Key names compare without case. What no table knows is the caller's to choose: that way nothing is called safe. */
export const keyClass = (key: string): KeyClass => {
  const lower = key.toLowerCase();
  if (lower.startsWith('aws:principaltag/')) return 'principal-named';
  return classes.get(lower) ?? 'chosen';
};

/**
 * Who calls. `anonymous`: without credentials. `principal`: with credentials of some AWS account. `service`: an AWS
 * service that acts for somebody.
 */
export type CallerKind = 'anonymous' | 'principal' | 'service';

export type Presence = 'absent' | 'present' | 'either';

const row = (anonymous: Presence, principal: Presence, service: Presence) => ({
  anonymous,
  principal,
  service,
});

/** Whether a request of such a caller carries the key. */
const presence: Readonly<Record<KeyClass, Readonly<Record<CallerKind, Presence>>>> = {
  'principal-account': row('absent', 'present', 'absent'),
  'caller-account': row('absent', 'present', 'present'),
  'principal-arn': row('absent', 'present', 'absent'),
  // A standalone account is in no organisation.
  'principal-org': row('absent', 'either', 'absent'),
  'principal-id': row('absent', 'present', 'absent'),
  'principal-named': row('absent', 'either', 'absent'),
  'is-service': row('present', 'present', 'present'),
  'source-account': row('absent', 'absent', 'either'),
  // SNS fills it with the caller's account on direct calls too.
  'source-owner': row('absent', 'either', 'either'),
  'source-arn': row('absent', 'absent', 'either'),
  'source-org': row('absent', 'absent', 'either'),
  'network-id': row('either', 'either', 'absent'),
  'network-account': row('either', 'either', 'absent'),
  'network-org': row('either', 'either', 'absent'),
  'access-point-account': row('either', 'either', 'absent'),
  'access-point-arn': row('either', 'either', 'absent'),
  ip: row('either', 'either', 'absent'),
  'mount-target': row('present', 'present', 'present'),
  'resource-account': row('present', 'present', 'present'),
  'resource-org': row('either', 'either', 'either'),
  time: row('present', 'present', 'present'),
  chosen: row('either', 'either', 'either'),
};

export const presenceOf = (kind: KeyClass, caller: CallerKind): Presence => presence[kind][caller];
