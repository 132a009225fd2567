/** What a page of a list holds, and the token of the next one: the same for Resource Manager and Resource Graph. */
import type { PageTokens, Position } from '../services/page-tokens.ts';
import type { AzureStrike } from './faults.ts';

export interface PageOf<T> {
  readonly rows: readonly T[];
  /** Undefined on the last page. */
  readonly token: string | undefined;
  /** There is more, and no token that leads to it. */
  readonly cut: boolean;
}

interface Wanted<T> {
  /** Of the list as a whole, hidden ones included: positions stay what they are while resources come and go. */
  readonly all: readonly T[];
  readonly from: Pick<Position, 'index' | 'page'>;
  readonly size: number;
  /** Whether this one is to be seen now. */
  readonly visible: (row: T) => boolean;
  readonly tokens: PageTokens;
  readonly scope: readonly unknown[];
}

export const pageOf = <T>(
  { all, from, size, visible, tokens, scope }: Wanted<T>,
  strike: AzureStrike,
): PageOf<T> => {
  const seal = (index: number, page: number): string => tokens.seal(scope, { list: 0, index, page });
  if (strike.has('empty-page')) return { rows: [], token: seal(from.index, from.page + 1), cut: false };
  const next = from.index + Math.min(size, all.length - from.index);
  const more = next < all.length;
  return {
    rows: all.slice(from.index, next).filter(visible),
    token: tokenAfter({ more, next, from }, strike, tokens, seal),
    cut: more && strike.has('truncate'),
  };
};

const tokenAfter = (
  {
    more,
    next,
    from,
  }: { readonly more: boolean; readonly next: number; readonly from: Wanted<unknown>['from'] },
  strike: AzureStrike,
  tokens: PageTokens,
  seal: (index: number, page: number) => string,
): string | undefined => {
  if (strike.has('truncate')) return undefined;
  if (strike.has('expire-token')) return tokens.sealExpired();
  // Of this very page.
  if (strike.has('repeat-token')) return seal(from.index, from.page);
  if (!more) return undefined;
  return strike.has('overlap') && next > from.index + 1
    ? seal(next - 1, from.page + 1)
    : seal(next, from.page + 1);
};
