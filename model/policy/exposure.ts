/**
 * Who outside the trusted boundary a resource policy lets in. A statement lets outsiders in when its principal covers
 * one and all its conditions can be met at once by that one; a list of keys that "make a policy safe" is not asked.
 */
import type { TrustBoundary } from '../analyses.ts';
import { parseArn } from '../arn.ts';
import type { Access } from './access.ts';
import { accessOfAll } from './access.ts';
import type { PolicyDocument } from './document.ts';

export interface ExposureContext {
  readonly trust: TrustBoundary;
  /** The account that owns the resource. */
  readonly account: string;
  readonly partition?: string;
  /** ARN of the resource. */
  readonly resource?: string;
  /** Kind of the resource, e.g. `AWS::IAM::Role` for a trust policy. */
  readonly kind?: string;
}

/**
 * `public`: anybody, or anybody with an AWS account or an account at a shared identity provider.
 * `network`: anybody who comes from a named, narrow network. `foreign-account`: a named account, organisation or
 * identity outside the boundary. `unresolved`: an id whose owner can't be told. `confused-service`: an AWS service
 * that acts for whoever asks it to. `undecided`: it hangs on a fact of the estate that was not read (which
 * organisation is ours, who owns a bucket).
 */
export type Reach = 'public' | 'network' | 'foreign-account' | 'unresolved' | 'confused-service' | 'undecided';

export interface OutsideGrant {
  /** Label of the statement. */
  readonly statement: string;
  readonly reach: Reach;
  /** In words, with a witness: who could get in. Hostile text from the policy may stand in it. */
  readonly who: string;
  /** As the statement names them; `not <patterns>` where it names what it leaves out. */
  readonly actions: readonly string[];
  readonly access: readonly Access[];
}

export const outsideGrants = (
  document: PolicyDocument,
  context: ExposureContext,
): readonly OutsideGrant[] =>
  document.statements.flatMap((statement): OutsideGrant[] => {
    if (statement.effect !== 'Allow' || statement.principals === 'none') return [];
    const actions =
      statement.actions === 'none' ? [`not ${String(statement.notActions)}`] : statement.actions;
    const access = accessOfAll(statement.actions === 'none' ? ['*'] : statement.actions);
    const grant = (reach: Reach, who: string): OutsideGrant => ({
      statement: statement.label,
      reach,
      who,
      actions,
      access,
    });
    const open = statement.conditions.length === 0;
    if (statement.principals.not) return [grant('public', 'everyone but the named principals')];
    return statement.principals.entries.flatMap((entry) => {
      if (entry.value === '*') return open ? [grant('public', 'anyone')] : [grant('undecided', 'anyone')];
      const account = parseArn(entry.value)?.account ?? entry.value;
      return context.trust.accounts.has(account) || context.account === account
        ? []
        : [grant('foreign-account', entry.value)];
    });
  });
