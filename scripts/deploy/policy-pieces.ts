/**
 * A policy in pieces that IAM takes: a managed policy holds 6,144 characters, a role ten of them. White space is not counted.
 *
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */
import type { PolicyJson } from '#engine/permissions.ts';

const longest = 6_144;
const most = 10;

type Statement = PolicyJson['Statement'][number];

/**
 * Grants exactly what the document grants; a statement that is too long by itself is divided, its parts numbered.
 *
 * @throws RangeError where ten pieces do not hold it: no role could have it.
 */
export const policyPieces = (
  document: PolicyJson,
  limits: { readonly longest: number; readonly most: number } = { longest, most },
): readonly PolicyJson[] => {
  const pieces: Statement[][] = [];
  let open: Statement[] = [];
  for (const statement of document.Statement.flatMap((one) => divided(one, limits.longest))) {
    if (open.length > 0 && lengthOf([...open, statement]) > limits.longest) {
      pieces.push(open);
      open = [];
    }
    open.push(statement);
  }
  if (open.length > 0) pieces.push(open);
  if (pieces.length > limits.most) {
    throw new RangeError(
      `${pieces.length} policies of ${limits.longest} characters are needed, and a role takes ${limits.most}`,
    );
  }
  return pieces.map((Statement) => ({ ...document, Statement }));
};

const lengthOf = (Statement: readonly Statement[]): number =>
  JSON.stringify({ Version: '2012-10-17', Statement } satisfies PolicyJson).length;

const divided = (statement: Statement, limit: number): readonly Statement[] => {
  if (lengthOf([statement]) <= limit) return [statement];
  const parts: string[][] = [];
  let open: string[] = [];
  const part = (number: number, Action: readonly string[]): Statement => ({
    ...statement,
    Sid: `${statement.Sid}${number}`,
    Action,
  });
  for (const action of statement.Action) {
    if (lengthOf([part(parts.length + 1, [...open, action])]) > limit) {
      if (open.length === 0) throw new RangeError(`${action} alone is longer than ${limit} characters`);
      parts.push(open);
      open = [];
    }
    open.push(action);
  }
  return [...parts, open].map((actions, index) => part(index + 1, actions));
};
