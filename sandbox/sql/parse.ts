/**
 * The part of AWS Config's query language that an inventory needs. What the service itself refuses is refused with
 * its own error; what the service has and the sandbox has not (ORDER BY, ranges, BETWEEN) is refused too, in words
 * that say so, since an answer that ignored a condition would be wrong in silence.
 * Source: AWS Config Developer Guide, "Querying the current configuration state", syntax and limitations.
 */
import { type Token, tokenize } from './tokens.ts';

export type Condition =
  | { readonly type: 'in'; readonly property: string; readonly values: readonly string[] }
  | { readonly type: 'like'; readonly property: string; readonly prefix: string }
  | { readonly type: 'and' | 'or'; readonly of: readonly Condition[] };

export interface Query {
  /** `*` or property paths; empty for an aggregation. */
  readonly select: readonly string[];
  /** With GROUP BY: properties and `COUNT(*)`, in the order written. */
  readonly aggregate?: readonly string[];
  readonly where?: Condition;
  readonly groupBy: readonly string[];
}

export type Parsed =
  | { readonly type: 'query'; readonly query: Query }
  | { readonly type: 'wrong'; readonly message: string };

const refusedWords = new Set(
  'FROM JOIN AS DISTINCT HAVING UNION ALL EXISTS NULL IS CASE SUBSTRING'.split(' '),
);
const missingWords = new Set('ORDER BETWEEN NOT SUM AVG MIN MAX'.split(' '));

class Wrong extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Query {
    this.#word('SELECT');
    const items = this.#list(() => this.#selectItem());
    const where = this.#tryWord('WHERE') ? this.#or() : undefined;
    let groupBy: string[] = [];
    if (this.#tryWord('GROUP')) {
      this.#word('BY');
      groupBy = this.#list(() => this.#property());
      if (groupBy.length > 3) throw new Wrong('GROUP BY takes at most three properties');
    }
    const rest = this.#tokens[this.#position];
    if (rest !== undefined) throw new Wrong(`Unexpected ${rest.text}`);
    const counts = items.includes('COUNT(*)');
    if (!counts && groupBy.length > 0) throw new Wrong('GROUP BY needs an aggregate function');
    const loose = counts ? items.find((item) => item !== 'COUNT(*)' && !groupBy.includes(item)) : undefined;
    if (loose !== undefined) throw new Wrong(`${loose} must appear in GROUP BY`);
    return {
      select: counts ? [] : items,
      ...(counts ? { aggregate: items } : {}),
      ...(where === undefined ? {} : { where }),
      groupBy,
    };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position];
  }

  #tryWord(word: string): boolean {
    const token = this.#peek();
    if (token?.type !== 'word' || token.text.toUpperCase() !== word) return false;
    this.#position++;
    return true;
  }

  #word(word: string): void {
    if (!this.#tryWord(word)) throw new Wrong(`Expected ${word} at ${this.#peek()?.text ?? 'the end'}`);
  }

  #trySign(sign: string): boolean {
    const token = this.#peek();
    if (token?.type !== 'sign' || token.text !== sign) return false;
    this.#position++;
    return true;
  }

  #sign(sign: string): void {
    if (!this.#trySign(sign)) throw new Wrong(`Expected ${sign} at ${this.#peek()?.text ?? 'the end'}`);
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#trySign(',')) items.push(item());
    return items;
  }

  #selectItem(): string {
    if (this.#trySign('*')) return '*';
    if (this.#tryWord('COUNT')) {
      this.#sign('(');
      this.#sign('*');
      this.#sign(')');
      return 'COUNT(*)';
    }
    return this.#property();
  }

  #property(): string {
    const token = this.#peek();
    if (token?.type !== 'word') throw new Wrong(`Expected a property at ${token?.text ?? 'the end'}`);
    const upper = token.text.toUpperCase();
    if (refusedWords.has(upper)) throw new Wrong(`${upper} is not supported`);
    if (missingWords.has(upper)) throw new Wrong(`${upper} is not supported by the sandbox`);
    this.#position++;
    return token.text;
  }

  #or(): Condition {
    const of = [this.#and()];
    while (this.#tryWord('OR')) of.push(this.#and());
    return of.length === 1 && of[0] !== undefined ? of[0] : { type: 'or', of };
  }

  #and(): Condition {
    const of = [this.#comparison()];
    while (this.#tryWord('AND')) of.push(this.#comparison());
    return of.length === 1 && of[0] !== undefined ? of[0] : { type: 'and', of };
  }

  #comparison(): Condition {
    if (this.#trySign('(')) {
      if (this.#peek()?.text.toUpperCase() === 'SELECT') throw new Wrong('Sub-queries are not supported');
      const inner = this.#or();
      this.#sign(')');
      return inner;
    }
    const property = this.#property();
    if (this.#trySign('=')) return { type: 'in', property, values: [this.#value()] };
    if (this.#tryWord('IN')) {
      this.#sign('(');
      if (this.#peek()?.text.toUpperCase() === 'SELECT') throw new Wrong('Sub-queries are not supported');
      const values = this.#list(() => this.#value());
      this.#sign(')');
      return { type: 'in', property, values };
    }
    if (this.#tryWord('LIKE')) {
      const value = this.#value();
      // Only a suffix wildcard, after at least three characters.
      if (!/^[^%_]{3,}%$/.test(value)) throw new Wrong('LIKE takes three characters or more, then %');
      return { type: 'like', property, prefix: value.slice(0, -1) };
    }
    const next = this.#peek();
    if (next?.type === 'word' && refusedWords.has(next.text.toUpperCase())) {
      throw new Wrong(`${next.text.toUpperCase()} is not supported`);
    }
    throw new Wrong(`Operator ${next?.text ?? 'missing'} is not supported by the sandbox`);
  }

  #value(): string {
    const token = this.#peek();
    if (token === undefined || token.type === 'sign')
      throw new Wrong(`Expected a value at ${token?.text ?? 'the end'}`);
    if (token.type === 'word' && !/^(true|false)$/i.test(token.text)) {
      throw new Wrong(`${token.text} is not a value; text stands between single quotes`);
    }
    this.#position++;
    return token.text;
  }
}

export const parseQuery = (expression: string): Parsed => {
  const tokens = tokenize(expression);
  if (tokens === undefined) return { type: 'wrong', message: 'Unexpected character in the expression' };
  try {
    return { type: 'query', query: new Parser(tokens).parse() };
  } catch (cause) {
    if (cause instanceof Wrong) return { type: 'wrong', message: cause.message };
    throw cause;
  }
};

/** Every kind that the query names in a condition. */
export const namedKinds = (condition: Condition | undefined): string[] => {
  if (condition === undefined) return [];
  if (condition.type === 'in') return condition.property === 'resourceType' ? [...condition.values] : [];
  if (condition.type === 'like') return [];
  return [...new Set(condition.of.flatMap(namedKinds))];
};
