/** Who a trust policy admits, decided condition by condition; for callers in the account that it names. */
import { parseOperator } from '#model/policy/condition.ts';
import { conditionHolds } from '#model/policy/condition-match.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';

/** @throws Error where AWS would refuse the document. */
export const documentOf = (value: unknown): PolicyDocument => {
  const parsed = parsePolicyDocument(value);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.document;
};

export interface Caller {
  /** As the statement names it: `arn:aws:iam::111122223333:root`, or the ARN of an identity provider. */
  readonly principal: string;
  /** Condition keys of its request, in lower case. */
  readonly keys: Readonly<Record<string, string>>;
}

export const admits = ({ statements }: PolicyDocument, caller: Caller): boolean => {
  const matching = statements.filter(
    ({ principals, conditions }) =>
      principals !== 'none' &&
      !principals.not &&
      principals.entries.some(({ value }) => value === caller.principal) &&
      conditions.every(({ operator, key, values }) => {
        const parsed = parseOperator(operator);
        const actual = caller.keys[key.toLowerCase()];
        return (
          parsed !== undefined && conditionHolds(parsed, values, actual === undefined ? undefined : [actual])
        );
      }),
  );
  return (
    matching.some(({ effect }) => effect === 'Allow') && !matching.some(({ effect }) => effect === 'Deny')
  );
};
