/**
 * Does a bucket's policy refuse plain HTTP: to everyone, for every action, on the bucket and on its objects? Any
 * statement may do it, and several may do it together; other statements need not repeat the condition.
 *
 * Source: Amazon S3 User Guide, "Security best practices: enforce encryption of data in transit".
 */
import { actionsMeet, coversAction, statementMatchesAction } from './action.ts';
import { holdsWithoutKey, parseOperator } from './condition.ts';
import { conditionHolds } from './condition-match.ts';
import type { PolicyCondition, PolicyDocument, PolicyStatement, PrincipalEntry } from './document.ts';
import { coversWildcard, wildcardsMeet } from './wildcard.ts';

export type PlainHttp =
  /** Labels of the statements that do it. */
  | { readonly refused: true; readonly by: readonly string[] }
  /** What is left open: the ARN of the bucket, the pattern of its objects, or both. */
  | { readonly refused: false; readonly open: readonly string[] };

/** `bucketArn` carries the partition: `arn:aws-cn:s3:::name`. */
export const plainHttpRefused = (policy: PolicyDocument | 'none', bucketArn: string): PlainHttp => {
  const resources = [bucketArn, `${bucketArn}/*`];
  if (policy === 'none') return { refused: false, open: resources };
  const denies = policy.statements.filter(
    (statement) => statement.effect === 'Deny' && statement.conditions.every(holdsOverHttp),
  );
  const open = resources.filter((resource) => !deniedToAll(denies, resource));
  if (open.length > 0) return { refused: false, open };
  return { refused: true, by: denies.map((statement) => statement.label) };
};

/**
 * Does the condition hold for every request over plain HTTP? Such a request carries `aws:SecureTransport` as `false`
 * and no `s3:TlsVersion`; all else is up to the request.
 */
function holdsOverHttp(condition: PolicyCondition): boolean {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) return false;
  const key = condition.key.toLowerCase();
  if (key === 'aws:securetransport') return conditionHolds(operator, condition.values, ['false']);
  return key === 's3:tlsversion' && holdsWithoutKey(operator, condition.values);
}

const everyAction = 's3:*';

function deniedToAll(denies: readonly PolicyStatement[], resource: string): boolean {
  const here = denies.filter((statement) => coversResource(statement, resource));
  const spared = here.flatMap((statement) =>
    statement.principals !== 'none' && statement.principals.not
      ? statement.principals.entries.map(nameOf)
      : [],
  );
  return [undefined, ...new Set(spared)].every((caller) => {
    const speaking = here.filter((statement) => speaksTo(statement, caller));
    return coversActions(speaking, everyAction);
  });
}

function coversResource({ resources, notResources }: PolicyStatement, resource: string): boolean {
  if (resources !== 'none') return resources.some((pattern) => coversWildcard(pattern, resource));
  return notResources === 'none' || !notResources.some((pattern) => wildcardsMeet(pattern, resource));
}

/** Account ids and their root ARN are the same principal. */
const nameOf = ({ value }: PrincipalEntry): string =>
  /^arn:[^:]*:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;

/** `caller` undefined: somebody whom no statement names. */
function speaksTo({ principals }: PolicyStatement, caller: string | undefined): boolean {
  if (principals === 'none') return false;
  const names = principals.entries.map(nameOf);
  if (principals.not) return caller === undefined || !names.includes(caller);
  return names.includes('*') || (caller !== undefined && names.includes(caller));
}

/** All actions of the pattern, by one statement or by what one leaves out and others take up. */
function coversActions(statements: readonly PolicyStatement[], pattern: string): boolean {
  if (statements.some((statement) => statementMatchesAction(statement, pattern))) return true;
  return statements.some(({ notActions }) => {
    if (notActions === 'none') return false;
    const left = notActions.filter((spared) => actionsMeet(spared, pattern));
    return left.every((spared) =>
      // Whichever of the two is narrower is what is left.
      statements.some((other) =>
        statementMatchesAction(other, coversAction(spared, pattern) ? pattern : spared),
      ),
    );
  });
}
