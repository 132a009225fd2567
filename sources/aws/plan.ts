/** Accounts × regions × kinds: what there is to read, and what is known to be out of reach before reading. */
import pMap from 'p-map';
import type { TrustBoundary } from '#model/analyses.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage, listing } from '#model/coverage.ts';
import { nearestName } from '#model/nearest-name.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, SourcePlan } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { redactText } from '../secrets.ts';
import type { Outcome } from './clients.ts';
import { gapRow } from './coverage-rows.ts';
import type { AwsEstate, Caller, Organization } from './estate.ts';
import { clockNotices, darkNotices, directNotices, strangeNotices } from './notices.ts';
import type { AccountPlan, PlanningTools } from './plan-inventory.ts';
import { concurrency, planInventory } from './plan-inventory.ts';
import { makeShard, neededIamKinds } from './shards.ts';
import { unreachable } from './unreachable.ts';

export const makePlan = async (
  tools: PlanningTools,
  needs: Needs,
  signal: AbortSignal,
): Promise<SourcePlan> => {
  const { estate } = tools;
  const caller = await estate.caller(signal);
  if (!caller.ok) return unreachable(caller.failure, estate.options);
  const organization = await estate.organization(signal);
  const coverage: CoverageRow[] = [];
  const notices: string[] = [];
  const accounts = chooseAccounts(estate, caller.value, organization, coverage, notices);
  const plans = await pMap(accounts, (account) => planAccount(tools, account, needs, signal), {
    concurrency,
  });
  for (const plan of plans) coverage.push(...plan.coverage);
  const accountNames = namesOf(organization);
  const called = (account: string): string => {
    const name = accountNames.get(account);
    return name === undefined ? account : `${name} (${account})`;
  };
  return {
    shards: plans.flatMap((plan) => plan.shards).sort((a, b) => compareText(a.name, b.name)),
    coverage: coverage.sort(compareCoverage),
    trust: trustOf(estate, caller.value, organization, accounts),
    accountNames,
    identity: caller.value.arn,
    notices: [
      ...darkNotices(
        plans.flatMap((plan) => plan.dark),
        called,
      ),
      ...directNotices(plans.flatMap((plan) => plan.direct)),
      ...clockNotices(estate.clients.clockOffset),
      ...strangeNotices(plans.flatMap((plan) => plan.strange)),
      ...notices,
      ...plans.flatMap((plan) => plan.notices.map((notice) => notice(called(plan.account)))),
    ],
  };
};

const chooseAccounts = (
  estate: AwsEstate,
  caller: Caller,
  organization: Outcome<Organization | 'none'>,
  coverage: CoverageRow[],
  notices: string[],
): readonly string[] => {
  const { accounts } = estate.options;
  const listed = organization.ok && organization.value !== 'none' ? organization.value.accounts : [];
  const inactive = new Map(listed.filter((one) => one.state !== 'ACTIVE').map((one) => [one.id, one.state]));
  if (!organization.ok) {
    const { detail } = coverageOf(organization.failure);
    notices.push(
      `The organisation could not be read (${detail}): only the accounts of this scan count as one's own.`,
    );
    if (accounts === 'organization') {
      coverage.push(gapRow('*', '*', listing, coverageOf(organization.failure), 'organizations'));
    }
  } else if (organization.value === 'none' && accounts === 'organization') {
    notices.push(`Account ${caller.account} belongs to no organisation: only this account is scanned.`);
  }
  const chosen =
    accounts === 'caller' || (accounts === 'organization' && listed.length === 0)
      ? [caller.account]
      : accounts === 'organization'
        ? listed.map((one) => one.id)
        : [...new Set(accounts)];
  return chosen.filter((account) => {
    const state = inactive.get(account);
    if (state === undefined) return true;
    coverage.push({
      provider: 'aws',
      account,
      region: '*',
      kind: '*',
      part: listing,
      state: 'absent',
      count: 0,
      route: 'organizations',
      detail: `the account is not active (${state.toLowerCase().replaceAll('_', ' ')})`,
    });
    return false;
  });
};

const planAccount = async (
  tools: PlanningTools,
  account: string,
  needs: Needs,
  signal: AbortSignal,
): Promise<AccountPlan> => {
  const { estate } = tools;
  const plan: AccountPlan = {
    account,
    shards: [],
    coverage: [],
    dark: [],
    direct: [],
    strange: [],
    notices: [],
  };
  const session = await estate.session(account, signal);
  const entered = session.ok ? await session.value.credentials(signal) : session;
  if (!entered.ok) {
    const gap = coverageOf(entered.failure);
    plan.coverage.push(gapRow(account, '*', listing, gap, 'sts'));
    plan.notices.push((called) => `${called} could not be entered: ${gap.state} ${gap.missing}`);
    return plan;
  }
  const iamKinds = neededIamKinds(needs, estate.options);
  if (iamKinds.length > 0) plan.shards.push(makeShard('iam', account, 'global', iamKinds));
  const regions = await planRegions(tools, account, plan, signal);
  await planInventory(tools, account, regions, needs, plan, signal);
  return plan;
};

/** The regions to look at; those that are switched off become coverage that says so. */
const planRegions = async (
  { estate }: PlanningTools,
  account: string,
  plan: AccountPlan,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const { regions, homeRegion } = estate.options;
  const known = await estate.regions(account, signal);
  if (known.ok) {
    const names = known.value.map(({ name }) => name);
    for (const name of regions === 'enabled' ? [] : regions) {
      if (names.includes(name)) continue;
      const detail = 'AWS has no region of this name';
      plan.coverage.push(gapRow(account, name, listing, { state: 'unsupported', detail }, 'account'));
      plan.strange.push({ name, meant: nearestName(name, names) });
    }
    for (const { name, enabled } of known.value) {
      if (enabled || (regions !== 'enabled' && !regions.includes(name))) continue;
      plan.coverage.push({
        provider: 'aws',
        account,
        region: name,
        kind: '*',
        part: listing,
        state: 'absent',
        count: 0,
        route: 'account',
        detail: 'region disabled',
      });
    }
  } else if (regions === 'enabled') {
    const gap = coverageOf(known.failure);
    plan.coverage.push(gapRow(account, '*', listing, gap, 'account'));
    plan.notices.push(
      (called) =>
        `The regions of ${called} could not be listed (${gap.detail}): only ${homeRegion} is looked at. Grant ${gap.missing}, or name the regions (aws.regions).`,
    );
    return [homeRegion];
  }
  const scanned = await estate.scannedRegions(account, signal);
  return scanned.ok ? [...scanned.value].sort(compareText) : [homeRegion];
};

const trustOf = (
  estate: AwsEstate,
  caller: Caller,
  organization: Outcome<Organization | 'none'>,
  accounts: readonly string[],
): TrustBoundary => {
  const partners = new Set(estate.options.partners);
  const own = new Set([caller.account, ...accounts]);
  if (!organization.ok) return { accounts: own, organization: 'unknown', partners };
  // Of no organisation: no organisation id in a condition can be one's own.
  if (organization.value === 'none') return { accounts: own, organization: 'none', partners };
  for (const { id } of organization.value.accounts) own.add(id);
  return { accounts: own, organization: organization.value.id, partners };
};

const namesOf = (organization: Outcome<Organization | 'none'>): ReadonlyMap<string, string> =>
  organization.ok && organization.value !== 'none'
    ? new Map(organization.value.accounts.map(({ id, name }) => [id, redactText(name)]))
    : new Map();
