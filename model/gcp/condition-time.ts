/**
 * What a condition says of a moment: most of those that people write give access a beginning and an end, and the time
 * alone decides them.
 *
 * Source: IAM documentation, "Attribute reference for IAM Conditions: request.time".
 */

/** `maybe`: something decides that only a request shows. */
type Truth = 'yes' | 'no' | 'maybe';

/** @param moment milliseconds since 1970. */
export const conditionAt = (expression: string, moment: number): Truth => {
  const either = split(expression, '||');
  if (either.length > 1) {
    const truths = either.map((one) => conditionAt(one, moment));
    if (truths.includes('yes')) return 'yes';
    return truths.every((one) => one === 'no') ? 'no' : 'maybe';
  }
  const all = split(expression, '&&');
  if (all.length > 1) {
    const truths = all.map((one) => conditionAt(one, moment));
    if (truths.includes('no')) return 'no';
    return truths.every((one) => one === 'yes') ? 'yes' : 'maybe';
  }
  const text = expression.trim();
  const inner = /^\(([\s\S]*)\)$/.exec(text)?.[1];
  if (inner !== undefined && split(text, '').length === 1) return conditionAt(inner, moment);
  return compared(text, moment);
};

const comparison = /^request\.time\s*(<=|>=|<|>|==|!=)\s*timestamp\(\s*(?:"([^"]+)"|'([^']+)')\s*\)$/;
/** The same, said the other way round. */
const reversed = /^timestamp\(\s*(?:"([^"]+)"|'([^']+)')\s*\)\s*(<=|>=|<|>|==|!=)\s*request\.time$/;
const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const compared = (text: string, moment: number): Truth => {
  const forward = comparison.exec(text);
  const backward = reversed.exec(text);
  const sign = forward?.[1] ?? (backward === null ? '' : (turned[backward[3] ?? ''] ?? backward[3] ?? ''));
  const time = Date.parse(forward?.[2] ?? forward?.[3] ?? backward?.[1] ?? backward?.[2] ?? '');
  if (Number.isNaN(time)) return 'maybe';
  const holds = compare(moment, sign, time);
  return holds === undefined ? 'maybe' : holds ? 'yes' : 'no';
};

const compare = (moment: number, sign: string, time: number): boolean | undefined => {
  switch (sign) {
    case '<':
      return moment < time;
    case '<=':
      return moment <= time;
    case '>':
      return moment > time;
    case '>=':
      return moment >= time;
    case '==':
      return moment === time;
    case '!=':
      return moment !== time;
    default:
      return undefined;
  }
};

/**
 * Splits at an operator outside of quotes and brackets. With no operator: the pieces that stand side by side in
 * brackets of their own, so that `(a) + (b)` is told from `(a + b)`.
 */
const split = (text: string, operator: '||' | '&&' | ''): readonly string[] => {
  const pieces: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = '';
      continue;
    }
    if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(' || letter === '[') depth += 1;
    else if (letter === ')' || letter === ']') {
      depth -= 1;
      if (operator === '' && depth === 0) {
        pieces.push(text.slice(start, at + 1));
        start = at + 1;
      }
    } else if (operator !== '' && depth === 0 && text.startsWith(operator, at)) {
      pieces.push(text.slice(start, at));
      at += 1;
      start = at + 1;
    }
  }
  const rest = text.slice(start);
  if (operator !== '' || rest.trim() !== '') pieces.push(rest);
  return pieces;
};
