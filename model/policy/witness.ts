/**
 * Values that an outsider could present for a condition key, tried one by one: the values that the policy itself
 * names, its patterns filled in, and values of nobody in particular. What a value says of its owner decides how far
 * a statement reaches.
 */
import type { TrustBoundary } from '../analyses.ts';
import { isAccountId, parseArn } from '../arn.ts';
import type { Operator } from './condition.ts';
import type { KeyClass } from './condition-key.ts';
import { parseNumber, parseTime } from './condition-match.ts';
import { hasWildcard } from './wildcard.ts';

/** From the widest to the narrowest; the last two can't be placed. */
export const limits = ['any', 'network', 'foreign-account', 'unresolved', 'undecided'] as const;
export type Limit = (typeof limits)[number];

export const narrower = (a: Limit, b: Limit): Limit => (limits.indexOf(a) > limits.indexOf(b) ? a : b);
export const wider = (a: Limit, b: Limit): Limit => (limits.indexOf(a) < limits.indexOf(b) ? a : b);

export interface WitnessContext {
  readonly trust: TrustBoundary;
  readonly account: string;
  /** Account of the caller where the principal names it; else somebody's. */
  readonly caller?: string;
}

const strangerBucket = 'somebodys-bucket';
const strangerNetwork = 'somebody';
const strangerId = 'AROASOMEBODYELSE0000';
export const strangerOrganization = 'o-somebodyelse';

/** An account that no policy is likely to name, and that is not trusted. */
export const strangerAccount = ({ trust, account, caller }: WitnessContext): string => {
  if (caller !== undefined) return caller;
  for (let id = 909_090_909_090; ; id += 1) {
    const text = String(id);
    if (!trust.accounts.has(text) && !trust.partners.has(text) && text !== account) return text;
  }
};

export const isTrustedAccount = ({ trust, account }: WitnessContext, id: string): boolean =>
  id === account || trust.accounts.has(id) || trust.partners.has(id);

/** How far a value reaches that an outsider would have to present; undefined when no outsider can. */
export const limitOf = (kind: KeyClass, value: string, context: WitnessContext): Limit | undefined => {
  switch (kind) {
    case 'principal-account':
    case 'caller-account':
    case 'source-account':
    case 'source-owner':
    case 'network-account':
    case 'access-point-account':
      return limitOfAccount(value, context);
    case 'principal-arn':
    case 'source-arn':
    case 'access-point-arn':
      return limitOfArn(value, context);
    case 'principal-org':
    case 'source-org':
    case 'network-org':
      return limitOfOrganization(value, context);
    case 'principal-id':
      return limitOfId(value, context);
    case 'network-id':
      return value.includes(strangerNetwork) ? 'any' : 'network';
    case 'mount-target':
      // True only for clients that reach a mount target in the file system's own VPC.
      return value.toLowerCase() === 'true' ? 'network' : 'any';
    case 'is-service':
    case 'resource-account':
    case 'resource-org':
    case 'time':
    case 'ip':
    case 'principal-named':
    case 'chosen':
      return 'any';
  }
};

function limitOfAccount(value: string, context: WitnessContext): Limit | undefined {
  if (!isAccountId(value) || isTrustedAccount(context, value)) return undefined;
  return value === strangerAccount(context) ? 'any' : 'foreign-account';
}

function limitOfArn(value: string, context: WitnessContext): Limit | undefined {
  const arn = parseArn(value);
  if (arn === undefined || hasWildcard(value)) return undefined;
  if (isAccountId(arn.account)) return limitOfAccount(arn.account, context);
  // S3 ARNs carry no account: whoever owns that bucket.
  if (arn.account === '') return arn.resource.includes(strangerBucket) ? 'any' : 'undecided';
  return 'undecided';
}

function limitOfOrganization(value: string, { trust }: WitnessContext): Limit | undefined {
  const id = value.split('/', 1)[0] ?? '';
  if (!id.startsWith('o-')) return undefined;
  if (id === strangerOrganization) return 'any';
  if (trust.organization === 'unknown') return 'undecided';
  return id === trust.organization ? undefined : 'foreign-account';
}

function limitOfId(value: string, context: WitnessContext): Limit | undefined {
  if (value.startsWith(strangerId)) return 'any';
  const id = value.split(':', 1)[0] ?? '';
  if (isAccountId(id)) return limitOfAccount(id, context);
  return /^A[A-Z0-9]{15,}$/.test(id) ? 'unresolved' : undefined;
}

/** Values worth trying for a key: bounded in number, whatever the policy holds. */
export const candidates = (
  kind: KeyClass,
  tests: readonly { readonly operator: Operator; readonly values: readonly string[] }[],
  context: WitnessContext,
): readonly string[] => {
  const found = new Set<string>(strangers(kind, context));
  const fillers = ['', 'somebody', ...strangers(kind, context), ...parts(kind, context)];
  for (const { operator, values } of tests) {
    for (const value of values) {
      if (found.size > maxCandidates) return [...found];
      found.add(value);
      if (operator.comparison === 'numeric') for (const near of nearNumbers(value)) found.add(near);
      else if (operator.comparison === 'date') for (const near of nearTimes(value)) found.add(near);
      else if (operator.comparison === 'like' || operator.comparison === 'arn') {
        for (const text of fill(value, fillers)) found.add(text);
      }
    }
  }
  return [...found];
};

const maxCandidates = 2000;

/** Values of nobody in particular. */
function strangers(kind: KeyClass, context: WitnessContext): readonly string[] {
  const account = strangerAccount(context);
  switch (kind) {
    case 'principal-account':
    case 'caller-account':
    case 'source-account':
    case 'source-owner':
    case 'network-account':
    case 'access-point-account':
      return [account];
    case 'principal-arn':
      return [`arn:aws:iam::${account}:role/somebody`, `arn:aws:iam::${account}:user/somebody`];
    case 'source-arn':
      return [
        `arn:aws:sns:us-east-1:${account}:somebody`,
        `arn:aws:lambda:us-east-1:${account}:function:somebody`,
        `arn:aws:s3:::${strangerBucket}`,
      ];
    case 'access-point-arn':
      return [`arn:aws:s3:us-east-1:${account}:accesspoint/somebody`];
    case 'principal-org':
    case 'source-org':
    case 'network-org':
      return [strangerOrganization, `${strangerOrganization}/r-abcd/ou-abcd-somebody/`];
    case 'principal-id':
      return [`${strangerId}:somebody`, account];
    case 'network-id':
      return [`vpc-${strangerNetwork}`, `vpce-${strangerNetwork}`];
    case 'mount-target':
      return ['true', 'false'];
    case 'is-service':
    case 'resource-account':
    case 'resource-org':
    case 'time':
    case 'ip':
    case 'principal-named':
    case 'chosen':
      return ['somebody', 'true', 'false', '0', '2026-01-01T00:00:00Z', '8.8.8.8'];
  }
}

/** What a wildcard in the middle of a value may stand for. */
function parts(kind: KeyClass, context: WitnessContext): readonly string[] {
  const account = strangerAccount(context);
  if (kind.endsWith('-arn')) {
    return [
      account,
      strangerBucket,
      `${account}:role/somebody`,
      `:${account}:`,
      `${account}:`,
      'us-east-1',
      'aws',
    ];
  }
  if (kind.endsWith('-org')) return ['somebodyelse', strangerOrganization];
  if (kind === 'network-id') return [strangerNetwork];
  if (kind === 'principal-id') return [strangerId];
  return [account];
}

/** The pattern with its wildcards filled in: all combinations for up to two, one filler for all beyond that. */
function fill(pattern: string, fillers: readonly string[]): readonly string[] {
  const pieces = pattern.replaceAll('?', 'x').split('*');
  const stars = pieces.length - 1;
  if (stars === 0) return [pieces.join('')];
  const [first = ''] = pieces;
  if (stars <= 2) {
    return fillers.flatMap((a) =>
      stars === 1
        ? [`${first}${a}${pieces[1] ?? ''}`]
        : fillers.map((b) => `${first}${a}${pieces[1] ?? ''}${b}${pieces[2] ?? ''}`),
    );
  }
  return fillers.map((filler) => pieces.join(filler));
}

function nearNumbers(value: string): readonly string[] {
  const number = parseNumber(value);
  return number === undefined ? [] : [String(number - 1), String(number + 1)];
}

function nearTimes(value: string): readonly string[] {
  const time = parseTime(value);
  if (time === undefined) return [];
  return [time - 1000, time + 1000].map((one) => new Date(one).toISOString());
}
