/**
 * The operators of a policy condition, taken apart once.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Conditions with multiple context keys
 * or values".
 */

type Comparison =
  | 'string'
  | 'string-ignore-case'
  | 'like'
  | 'arn'
  | 'numeric'
  | 'date'
  | 'bool'
  | 'binary'
  | 'ip'
  | 'null';

type Order = '=' | '<' | '<=' | '>' | '>=';

export interface Operator {
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly order: Order;
  readonly ifExists: boolean;
  readonly quantifier: 'none' | 'all-values' | 'any-value';
}

const plain = (comparison: Comparison, negated = false, order: Order = '=') => ({
  comparison,
  negated,
  order,
});

const base = new Map<string, { comparison: Comparison; negated: boolean; order: Order }>([
  ['stringequals', plain('string')],
  ['stringnotequals', plain('string', true)],
  ['stringequalsignorecase', plain('string-ignore-case')],
  ['stringnotequalsignorecase', plain('string-ignore-case', true)],
  ['stringlike', plain('like')],
  ['stringnotlike', plain('like', true)],
  ['arnequals', plain('arn')],
  ['arnlike', plain('arn')],
  ['arnnotequals', plain('arn', true)],
  ['arnnotlike', plain('arn', true)],
  ['numericequals', plain('numeric')],
  ['numericnotequals', plain('numeric', true)],
  ['numericlessthan', plain('numeric', false, '<')],
  ['numericlessthanequals', plain('numeric', false, '<=')],
  ['numericgreaterthan', plain('numeric', false, '>')],
  ['numericgreaterthanequals', plain('numeric', false, '>=')],
  ['dateequals', plain('date')],
  ['datenotequals', plain('date', true)],
  ['datelessthan', plain('date', false, '<')],
  ['datelessthanequals', plain('date', false, '<=')],
  ['dategreaterthan', plain('date', false, '>')],
  ['dategreaterthanequals', plain('date', false, '>=')],
  ['bool', plain('bool')],
  ['binaryequals', plain('binary')],
  ['ipaddress', plain('ip')],
  ['notipaddress', plain('ip', true)],
  ['null', plain('null')],
]);

/** Undefined for an operator that AWS does not know; names compare without case. */
export const parseOperator = (text: string): Operator | undefined => {
  let name = text.trim().toLowerCase();
  let quantifier: Operator['quantifier'] = 'none';
  if (name.startsWith('forallvalues:')) quantifier = 'all-values';
  else if (name.startsWith('foranyvalue:')) quantifier = 'any-value';
  if (quantifier !== 'none') name = name.slice(name.indexOf(':') + 1);
  const ifExists = name.endsWith('ifexists');
  if (ifExists) name = name.slice(0, -'ifexists'.length);
  const found = base.get(name);
  return found === undefined ? undefined : { ...found, ifExists, quantifier };
};

/** What the condition says of a request that carries the key not at all. */
export const holdsWithoutKey = (operator: Operator, values: readonly string[]): boolean => {
  if (operator.comparison === 'null') return values.some((value) => value.toLowerCase() === 'true');
  if (operator.quantifier === 'all-values') return true;
  if (operator.ifExists) return true;
  if (operator.quantifier === 'any-value') return false;
  return operator.negated;
};
