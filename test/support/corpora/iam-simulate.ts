/** Tables of condition operators; decisions by whole requests need an evaluator of all layers. */

import { parseOperator } from '#model/policy/condition.ts';
import { conditionHolds } from '#model/policy/condition-match.ts';
import type { CorpusAdapter } from './contract.ts';
import { field, text, textsOf } from './input.ts';

const topic = 'condition operator ';

/** Reads the values only: the tables hold their answers beside them. */
export const iamSimulate: CorpusAdapter = ({ control, input }) => {
  const operator = control.startsWith(topic) ? parseOperator(control.slice(topic.length)) : undefined;
  const values = textsOf(field(input, 'policyValues'));
  const actual = text(field(input, 'testValue'));
  if (operator === undefined || actual === undefined) return undefined;
  // A variable takes its value from the request, which no policy by itself has.
  if (values.some((value) => /\$\{[^*?$]/.test(value))) return undefined;
  return conditionHolds(operator, values, [actual]) ? 'match' : 'no-match';
};
