/** What a principal of a resource policy names. */
import { isAccountId, parseArn } from '../arn.ts';
import type { PrincipalEntry } from './document.ts';
import { hasWildcard } from './wildcard.ts';

export type NamedPrincipal =
  | { readonly type: 'everyone' }
  /** An account or somebody in it. `whole`: the account itself, which hands the right on to whom it likes. */
  | { readonly type: 'account'; readonly account: string; readonly whole: boolean }
  /** An id that AWS shows for a deleted principal, a canonical user, an origin access identity: no account in it. */
  | { readonly type: 'unresolved' }
  | { readonly type: 'service' }
  | { readonly type: 'federated' };

/**
 * Source: IAM User Guide, "AWS JSON policy elements: Principal". A bare account id means the account's root; the
 * unique id (`AROA…`, `AIDA…`) of a deleted principal stands where its ARN was.
 */
export const namedPrincipal = (entry: PrincipalEntry): NamedPrincipal => {
  switch (entry.type) {
    case '*':
      return { type: 'everyone' };
    case 'Service':
      return { type: 'service' };
    case 'Federated':
      return { type: 'federated' };
    case 'CanonicalUser':
      // No service takes a wildcard here; a stored one may not read as nobody.
      return hasWildcard(entry.value) ? { type: 'everyone' } : { type: 'unresolved' };
    case 'AWS':
      return namedAws(entry.value);
  }
};

function namedAws(value: string): NamedPrincipal {
  if (value === '*') return { type: 'everyone' };
  if (isAccountId(value)) return { type: 'account', account: value, whole: true };
  const arn = parseArn(value);
  if (arn === undefined) return { type: 'unresolved' };
  if (isAccountId(arn.account)) {
    return { type: 'account', account: arn.account, whole: arn.resource === 'root' };
  }
  // AWS refuses a wildcard here; where one is stored all the same, it may not read as nobody.
  return hasWildcard(arn.account) ? { type: 'everyone' } : { type: 'unresolved' };
}
