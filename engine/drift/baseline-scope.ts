/** Which resources a baseline speaks of. */
import type { Provider, ResourceKey } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';

/** Empty lists are all; a resource has to fit each. */
export interface BaselineScope {
  readonly providers: readonly Provider[];
  readonly accounts: readonly string[];
  readonly kinds: readonly string[];
  readonly tag?: { readonly key: string; readonly value: string };
}

const admits = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

export const isWhole = ({ providers, accounts, kinds, tag }: BaselineScope): boolean =>
  providers.length + accounts.length + kinds.length === 0 && tag === undefined;

export const inScope = (
  scope: BaselineScope,
  key: ResourceKey,
  tags: Readonly<Record<string, string>>,
): boolean =>
  admits(scope.providers, key.provider) &&
  admits(scope.accounts, key.account) &&
  admits(scope.kinds, key.kind) &&
  (scope.tag === undefined || tags[scope.tag.key] === scope.tag.value);

/** Does the newer one answer for all that the older one does? */
export const supersedes = (newer: BaselineScope, older: BaselineScope): boolean =>
  isWhole(newer) || JSON.stringify(canonical(newer)) === JSON.stringify(canonical(older));

const canonical = ({ providers, accounts, kinds, tag }: BaselineScope): unknown => [
  [...providers].sort(compareText),
  [...accounts].sort(compareText),
  [...kinds].sort(compareText),
  tag?.key ?? null,
  tag?.value ?? null,
];
