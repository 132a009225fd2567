/** Splits an AWS Config query into tokens; undefined where a character belongs to none. */
export type Token =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'sign'; readonly text: string };

const pattern = /\s+|'((?:[^']|'')*)'|([A-Za-z_][\w.:-]*)|(-?\d+(?:\.\d+)?)|(!=|<>|<=|>=|[=<>(),*])/y;

export const tokenize = (expression: string): Token[] | undefined => {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < expression.length) {
    const match = pattern.exec(expression);
    if (match === null) return undefined;
    const [, text, word, number, sign] = match;
    if (text !== undefined) tokens.push({ type: 'text', text: text.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ type: 'word', text: word });
    else if (number !== undefined) tokens.push({ type: 'number', text: number });
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign });
  }
  return tokens;
};
