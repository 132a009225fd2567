/** The ways in which two values can differ and mean the same. Which of them holds where is in `folding.ts`. */
import { isAccountId, parseArn } from '#model/arn.ts';
import { parseCidr } from '#model/cidr.ts';

/** What is compared of a value; undefined where nothing of it is. */
export type Fold = (value: unknown) => unknown;

export interface SetRule {
  /** Fields by which members are told apart; none for plain values. */
  readonly key: readonly string[];
  /** A member as people say it; as JSON when left out, or where it throws. */
  readonly words?: (member: never) => string;
}

/** How the value of one place is read. */
export interface Rule {
  /** Nothing of it is compared. */
  readonly ignored?: true;
  /** Applied in this order; a value that a fold does not understand stays as it is. */
  readonly folds?: readonly Fold[];
  /** A list in which order and repeats mean nothing. */
  readonly set?: SetRule;
}

const onText =
  (fold: (text: string) => unknown): Fold =>
  (value) =>
    typeof value === 'string' ? fold(value) : value;

export const withoutCase: Fold = onText((text) => text.toLowerCase());

export const withoutOuterSpaces: Fold = onText((text) => text.trim());

/** `010.0.0.0/8` and the like stay as they are, since nobody knows what they mean. */
export const asAddressRange: Fold = onText((text) => {
  const range = parseCidr(text);
  return range === undefined ? text : `${range.family}:${range.first}-${range.last}`;
});

/** Whether there is one, and not which. */
export const asAssigned: Fold = onText((text) => (text === 'none' || text === '' ? 'none' : 'assigned'));

/** Equal to this value is the same as not being there. */
export const absentWhen =
  (...values: readonly unknown[]): Fold =>
  (value) =>
    values.some((known) => JSON.stringify(known) === JSON.stringify(sorted(value))) ? undefined : value;

const sorted = (value: unknown): unknown =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the cloud leaves out, where its reference says what that means. */
export const asSaid =
  (meant: unknown): Fold =>
  (value) =>
    value === 'unset' ? meant : value;

/** A Sid that nobody gave is the statement's position. */
export const asSid: Fold = onText((text) => (/^#\d+$/.test(text) ? undefined : text));

/** An account is written by its id or by the ARN of its root; a policy names none of another partition. */
export const asPrincipal: Fold = (value) => {
  if (!isRecord(value) || value['type'] !== 'AWS' || typeof value['value'] !== 'string') return value;
  const arn = parseArn(value['value']);
  return arn?.service === 'iam' && isAccountId(arn.account) && arn.resource === 'root'
    ? { type: 'AWS', value: arn.account }
    : value;
};

/** `"*"` and `{"AWS": "*"}`. */
export const asEveryone: Fold = (value) =>
  isRecord(value) && value['type'] === 'AWS' && value['value'] === '*' ? { type: '*', value: '*' } : value;

const addressOperator = /^(?:ForA(?:ll|ny)Values?:)?(?:Not)?IpAddress(?:IfExists)?$/i;

/** Keys compare without case; addresses by what they cover where the operator compares addresses. */
export const asCondition: Fold = (value) => {
  if (!isRecord(value)) return value;
  const { key, operator, values } = value;
  const ranges =
    typeof operator === 'string' && addressOperator.test(operator) && Array.isArray(values)
      ? values.map(asAddressRange)
      : values;
  return { ...value, key: withoutCase(key), values: ranges };
};

/** The service raises the minor version by itself where it was told to. */
export const asEngineVersion: Fold = (value) => {
  if (!isRecord(value) || value['autoMinorUpgrade'] !== true) return value;
  const { engine, engineVersion } = value;
  if (typeof engine !== 'string' || typeof engineVersion !== 'string') return value;
  const parts = engineVersion.split('.');
  return { ...value, engineVersion: parts.slice(0, /postgres/i.test(engine) ? 1 : 2).join('.') };
};

/**
 * ACM renews by itself what it issued, and what a certificate has left runs down by the calendar. An imported one is
 * replaced by a person. Source: AWS Certificate Manager User Guide, "Managed certificate renewal".
 */
export const asCertificate: Fold = (value) => {
  if (!isRecord(value)) return value;
  const { validUntil, ...rest } = value;
  const timeless = rest['status'] === 'EXPIRED' ? { ...rest, status: 'ISSUED' } : rest;
  return rest['type'] === 'IMPORTED' ? { ...timeless, validUntil } : timeless;
};

/** Of an address that Azure gives for as long as something uses it: whether there is one, and not which. */
export const asAllocated: Fold = (value) =>
  isRecord(value) && withoutCase(value['allocation']) === 'dynamic'
    ? { ...value, address: asAssigned(value['address']) }
    : value;

/** A key by its id, which no two keys share, instead of by its ARN. An alias may be moved, and stays one. */
export const asKeyId: Fold = onText(
  (text) => /^arn:[^:]+:kms:[^:]*:\d{12}:key\/(.+)$/.exec(text)?.[1] ?? text,
);

/** `Logging, Metrics` and `metrics,logging`. */
export const asWords: Fold = onText((text) =>
  text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .sort()
    .join(','),
);

/** `1.30.5-gke.1014001` → `1.30`. */
export const asMinorVersion: Fold = onText((text) => /^\d+\.\d+(?=\.)/.exec(text)?.[0] ?? text);

/** What the word is says which letters count: an address of Google is one in any case, a principal's id is not. */
export const asMember: Fold = onText((text) => {
  const [, type, value] = /^(user|group|serviceAccount|domain):(.+)$/s.exec(text) ?? [];
  return type === undefined || value === undefined ? text : `${type}:${value.toLowerCase()}`;
});
