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
const limits = ['any', 'network', 'foreign-account', 'unresolved', 'undecided'] as const;
export type Limit = (typeof limits)[number];

export const narrower = (a: Limit, b: Limit): Limit => (limits.indexOf(a) > limits.indexOf(b) ? a : b);
export const wider = (a: Limit, b: Limit): Limit => (limits.indexOf(a) < limits.indexOf(b) ? a : b);

export interface WitnessContext {
  readonly trust: TrustBoundary;
  readonly account: string;
  /** Account of the caller where the principal names it; else somebody's. */
  readonly caller?: string;
  /** Anybody may come through an access point of a trusted account: as far as its policy, which is not here, goes. */
  readonly throughAccessPoints?: true;
}

const strangerBucket = 'somebodys-bucket';
const strangerNetwork = 'somebody';
const strangerId = 'AROASOMEBODYELSE0000';
export const strangerOrganization = 'o-somebodyelse';
/** Stands for the own organisation where nobody read which it is. */
const unreadOrganization = 'o-ourown';

export const ownOrganization = ({ trust }: WitnessContext): string =>
  trust.organization === 'unknown' ? unreadOrganization : trust.organization;

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

/** Does the policy name this account, organisation or id to the letter? One that only a pattern admits is anybody's. */
export type IsNamed = (id: string) => boolean;

/** How far a value reaches that an outsider would have to present; undefined when no outsider can. */
export const limitOf = (
  kind: KeyClass,
  value: string,
  context: WitnessContext,
  isNamed: IsNamed,
): Limit | undefined => {
  switch (kind) {
    case 'principal-account':
    case 'caller-account':
    case 'source-account':
    case 'source-owner':
    case 'network-account':
      return limitOfAccount(value, context, isNamed);
    case 'access-point-account':
      return isOpenAccessPoint(value, context) ? 'any' : limitOfAccount(value, context, isNamed);
    case 'access-point-arn':
      return isOpenAccessPoint(parseArn(value)?.account, context)
        ? 'any'
        : limitOfArn(value, context, isNamed);
    case 'principal-arn':
    case 'source-arn':
      return limitOfArn(value, context, isNamed);
    case 'principal-org':
    case 'source-org':
    case 'network-org':
      return limitOfOrganization(value, context, isNamed);
    case 'principal-id':
      return limitOfId(value, context, isNamed);
    case 'network-id':
      // Where a wildcard is a letter like any other, no id has one.
      if (hasWildcard(value)) return undefined;
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

const isOpenAccessPoint = (account: string | undefined, context: WitnessContext): boolean =>
  context.throughAccessPoints === true && account !== undefined && isTrustedAccount(context, account);

function limitOfAccount(value: string, context: WitnessContext, isNamed: IsNamed): Limit | undefined {
  if (!isAccountId(value) || isTrustedAccount(context, value)) return undefined;
  // The principal names the caller's account: another one is not his.
  if (context.caller !== undefined && value !== context.caller) return undefined;
  return value === context.caller || !isNamed(value) ? 'any' : 'foreign-account';
}

function limitOfArn(value: string, context: WitnessContext, isNamed: IsNamed): Limit | undefined {
  const arn = parseArn(value);
  if (arn === undefined || hasWildcard(value)) return undefined;
  if (isAccountId(arn.account)) return limitOfAccount(arn.account, context, isNamed);
  // S3 ARNs carry no account: whoever owns that bucket.
  if (arn.account === '') return arn.resource.includes(strangerBucket) ? 'any' : 'undecided';
  return 'undecided';
}

function limitOfOrganization(value: string, context: WitnessContext, isNamed: IsNamed): Limit | undefined {
  const { trust } = context;
  const id = value.split('/', 1)[0] ?? '';
  if (!/^o-[\w-]+$/.test(id)) return undefined;
  if (id === ownOrganization(context)) return undefined;
  if (!isNamed(id)) return 'any';
  return trust.organization === 'unknown' ? 'undecided' : 'foreign-account';
}

function limitOfId(value: string, context: WitnessContext, isNamed: IsNamed): Limit | undefined {
  if (value.startsWith(strangerId)) return 'any';
  const id = value.split(':', 1)[0] ?? '';
  if (isAccountId(id)) return limitOfAccount(id, context, isNamed);
  if (!/^A[A-Z0-9]{15,}$/.test(id)) return undefined;
  return isNamed(id) ? 'unresolved' : 'any';
}

/** Values worth trying for a key: bounded in number, whatever the policy holds. */
export const candidates = (
  kind: KeyClass,
  tests: readonly { readonly operator: Operator; readonly values: readonly string[] }[],
  context: WitnessContext,
): readonly string[] => {
  const found = new Set<string>(strangers(kind, context));
  const fillers = ['', 'somebody', ...strangers(kind, context), ...parts(kind, context)];
  if (tests.every(isExact)) return [...found, ...tests.flatMap(({ values }) => values)];
  for (const { operator, values } of tests) {
    for (const value of values) {
      if (found.size > maxCandidates) return [...found];
      found.add(value);
      if (operator.comparison === 'numeric') for (const near of nearNumbers(value)) found.add(near);
      else if (operator.comparison === 'date') for (const near of nearTimes(value)) found.add(near);
      else if (operator.comparison === 'like' || operator.comparison === 'arn') {
        for (const pattern of withAccounts(kind, value)) {
          for (const text of fill(pattern, fillers)) found.add(text);
        }
      }
    }
  }
  return [...found];
};

const maxCandidates = 2000;

/** Met by the values themselves or by none. */
const isExact = ({ operator, values }: { operator: Operator; values: readonly string[] }): boolean =>
  operator.comparison === 'string' ||
  ((operator.comparison === 'like' || operator.comparison === 'arn') && !values.some(hasWildcard));

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

/** An account id that is partly a pattern (`7777*`), filled up to its twelve digits in a few ways. */
function withAccounts(kind: KeyClass, pattern: string): readonly string[] {
  const fields = kind.endsWith('-arn') ? pattern.split(':') : [pattern];
  const at = kind.endsWith('-arn') ? 4 : 0;
  const id = fields[at];
  if (!/-(account|owner|arn)$/.test(kind) || id === undefined || !/^[\d*?]*[*?][\d*?]*$/.test(id))
    return [pattern];
  const filled = ['0', '3', '6', '9'].flatMap((digit) => {
    const known = id.replaceAll('?', digit);
    const missing = 12 - known.replaceAll('*', '').length;
    if (missing < 0) return [];
    return [known.replace('*', digit.repeat(missing)).replaceAll('*', '')];
  });
  return [pattern, ...filled.map((account) => fields.with(at, account).join(':'))];
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
