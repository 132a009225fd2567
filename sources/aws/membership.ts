/** Which organisation an account is in, as far as the caller's own tells: one may scan accounts of others, too. */
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import type { AwsEstate } from './estate.ts';

export interface Membership {
  /** Of the organisation; never `unknown`. */
  readonly management: string;
}

/**
 * `none` for the caller's own account where it is in no organisation. An account that the caller's organisation does not
 * know may be in another one, or in none: nobody here can tell, and the reading says so.
 *
 * @param what is looked for, in the words of a person: "trails of the organisation".
 */
export const membershipOf = async (
  estate: AwsEstate,
  account: string,
  what: string,
  signal: AbortSignal,
): Promise<Reading<Membership | 'none'>> => {
  const action = 'organizations:ListAccounts';
  const organization = await estate.organization(signal);
  if (!organization.ok) {
    const reading = unreadOf(organization.failure);
    return { ...reading, detail: `${what} could not be looked for: ${reading.detail ?? ''}` };
  }
  const caller = await estate.caller(signal);
  if (!caller.ok) return unreadOf(caller.failure);
  const accounts = organization.value === 'none' ? [] : organization.value.accounts;
  if (account !== caller.value.account && !accounts.some(({ id }) => id === account)) {
    return unread(
      'unavailable',
      action,
      `${what} could not be looked for: ${account} is not in the caller's`,
    );
  }
  if (organization.value === 'none') return known('none');
  const { management } = organization.value;
  return management === 'unknown'
    ? unread('malformed', action, 'the organisation names no management account')
    : known({ management });
};
