/**
 * What the last scan was refused, and who can mend it. A refusal by a service control policy is kept apart: no policy
 * of the reader's own mends it, so none is offered.
 */

import { parseArn } from '#model/arn.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { UnreadReason } from '#model/reading.ts';
import { compareText } from '#model/resource.ts';
import type { PolicyJson, PolicyPlace } from './permissions.ts';
import { policyDocument } from './permissions.ts';

interface MissingPolicy {
  /** Role or user that the policy is attached to, the same in each of the accounts. */
  readonly attachTo: string;
  /** None where the policy is for what starts the scan, and no answer said who that is. */
  readonly accounts: readonly string[];
  readonly policy: PolicyJson;
}

interface Refusal {
  readonly action: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export interface MissingPermissions {
  readonly policies: readonly MissingPolicy[];
  /** Operations of Azure that were refused, and in which subscriptions or tenants; one role gives them all. */
  readonly azure: { readonly actions: readonly string[]; readonly scopes: readonly string[] };
  /** Permissions of Google Cloud that were refused, and where; one role gives them all. */
  readonly gcp: { readonly actions: readonly string[]; readonly accounts: readonly string[] };
  /** Refused by a rule above the account. */
  readonly guardrails: readonly Refusal[];
  /** Denied, but nothing that a policy could name. */
  readonly unnamed: number;
  /** Gaps that are no matter of permission, by reason. */
  readonly others: ReadonlyMap<UnreadReason, number>;
}

/** `Microsoft.Storage/storageAccounts/read` */
const operationName = /^Microsoft\.[A-Za-z]+(?:\/[A-Za-z]+)+$/;
/** `cloudasset.assets.listIamPolicy` */
const permissionName = /^[a-z]+\.[A-Za-z]+\.[A-Za-z]+$/;
const actionName = /^[a-z][a-z0-9-]*:[A-Za-z0-9]+$/;

export const missingPermissions = async (
  coverage: AsyncIterable<CoverageRow>,
  roleName: string,
): Promise<MissingPermissions> => {
  /** Roles that could not be assumed, as the refusals name them. */
  const roles = new Set<string>();
  /** Principal → account → actions. */
  const denied = new Map<string, Map<string, Set<string>>>();
  const guardrails = new Map<string, { accounts: Set<string>; regions: Set<string> }>();
  const others = new Map<UnreadReason, number>();
  const azure = { actions: new Set<string>(), scopes: new Set<string>() };
  const gcp = { actions: new Set<string>(), accounts: new Set<string>() };
  let unnamed = 0;
  /** Of the caller, and so of everything that a scan of AWS reads. */
  let partition = 'aws';
  for await (const row of coverage) {
    if (!isGap(row)) continue;
    if (row.provider === 'azure' && row.state === 'denied' && operationName.test(row.missing ?? '')) {
      azure.actions.add(row.missing ?? '');
      if (row.account !== listing) azure.scopes.add(scopeOf(row));
      continue;
    }
    if (row.provider === 'gcp' && row.state === 'denied' && permissionName.test(row.missing ?? '')) {
      gcp.actions.add(row.missing ?? '');
      if (row.account !== listing) gcp.accounts.add(row.account);
      continue;
    }
    const actions = actionsOf(row.missing);
    switch (row.state) {
      case 'denied': {
        if (actions.length === 0) unnamed += 1;
        partition = parseArn(principalOf(row))?.partition ?? partition;
        if (actions.includes('sts:AssumeRole')) roles.add(roleArnOf(row, roleName));
        for (const action of actions) {
          const [principal, account] = holderOf(row, action);
          const accounts = denied.get(principal) ?? new Map<string, Set<string>>();
          denied.set(principal, accounts);
          accounts.set(account, (accounts.get(account) ?? new Set()).add(action));
        }
        break;
      }
      case 'denied-by-guardrail':
        for (const action of actions.length === 0 ? ['an action that the answer did not name'] : actions) {
          const refusal = guardrails.get(action) ?? { accounts: new Set(), regions: new Set() };
          guardrails.set(action, refusal);
          refusal.accounts.add(row.account);
          refusal.regions.add(row.region);
        }
        break;
      default:
        others.set(row.state as UnreadReason, (others.get(row.state as UnreadReason) ?? 0) + 1);
    }
  }
  return {
    policies: [...denied].flatMap(([principal, accounts]) =>
      policiesOf(principal, accounts, { roleArn: roleArn(roles), partition }),
    ),
    azure: { actions: sorted(azure.actions), scopes: sorted(azure.scopes) },
    gcp: { actions: sorted(gcp.actions), accounts: sorted(gcp.accounts) },
    guardrails: [...guardrails]
      .map(([action, { accounts, regions }]) => ({
        action,
        accounts: sorted(accounts),
        regions: sorted(regions),
      }))
      .sort((a, b) => compareText(a.action, b.action)),
    unnamed,
    others,
  };
};

/** What lies above the subscriptions stands under the tenant, whose root group has its id. */
const scopeOf = ({ account, route }: CoverageRow): string =>
  route === 'management-group'
    ? `/providers/Microsoft.Management/managementGroups/${account}`
    : `/subscriptions/${account}`;

/** Accounts that lack the same actions share one policy. */
const policiesOf = (
  attachTo: string,
  accounts: ReadonlyMap<string, ReadonlySet<string>>,
  place: PolicyPlace,
): readonly MissingPolicy[] => {
  const byActions = new Map<string, string[]>();
  for (const [account, actions] of accounts) {
    const key = sorted(actions).join(' ');
    byActions.set(key, [...(byActions.get(key) ?? []), account]);
  }
  return [...byActions].map(([key, ids]) => ({
    attachTo,
    accounts: attachTo === theCaller ? [] : ids.sort(compareText),
    policy: policyDocument(
      key.split(' ').map((action) => ({ action, place: 'account', parts: [], checks: [] })),
      place,
    ),
  }));
};

/** The one role, or its name in every account where there are several. */
const roleArn = (roles: ReadonlySet<string>): string => {
  const [only = 'arn:aws:iam::*:role/*', ...more] = roles;
  if (more.length === 0) return only;
  const names = new Set([...roles].map((arn) => arn.replace(/^(arn:[\w-]+:iam::)\d{12}:/, '$1*:')));
  const [name = only] = names;
  return names.size === 1 ? name : only.replace(/^(arn:[\w-]+:iam::).*$/, '$1*:role/*');
};

/** A refusal names the role that was to be assumed; where it does not, the configuration and the account do. */
const roleArnOf = (row: CoverageRow, roleName: string): string => {
  const named = /arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+/.exec(row.detail ?? '')?.[0];
  if (named !== undefined) return named;
  const partition = parseArn(principalOf(row))?.partition ?? 'aws';
  return `arn:${partition}:iam::${row.account}:role/${roleName}`;
};

/** A part may be read by two calls; the source then names both. */
const actionsOf = (missing: string | undefined): readonly string[] =>
  (missing ?? '').split(/[\s,]+/).filter((action) => actionName.test(action));

/**
 * Whom the cloud refused; empty where it did not say. What a part of one account hangs on may have been asked by another:
 * its row has no principal of its own, and the refusal that it quotes names one.
 */
const principalOf = ({ principal, detail }: CoverageRow): string =>
  principal ?? /\bUser: (arn:[\w.:/+=,@-]{1,200}) is not authorized/.exec(detail ?? '')?.[1] ?? '';

/** As `attachTo`: whose credentials the scan starts with, where no answer told their name. */
const theCaller = 'what scans AWS';

/**
 * `arn:aws:sts::111122223333:assumed-role/reader/session` → role `reader` of 111122223333. The policy belongs to whom
 * the cloud refused, which for an assumption is the caller and not the account that was to be entered.
 */
const holderOf = (row: CoverageRow, action: string): readonly [principal: string, account: string] => {
  const arn = parseArn(principalOf(row));
  if (arn === undefined) {
    // AWS Organizations names nobody. It is asked by the caller, and never by the role in an account.
    return action.startsWith('organizations:') ? [theCaller, listing] : ['the role that scans', row.account];
  }
  const [type = '', ...rest] = arn.resource.split('/');
  if (type === 'assumed-role') return [`role ${rest[0] ?? ''}`, arn.account];
  return [`${type} ${rest.at(-1) ?? ''}`, arn.account];
};

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort(compareText);
