/** The shard of one account's IAM: users, groups, roles, policies, and the account itself. */
import type { Reading } from '#model/reading.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { redactText } from '../../secrets.ts';
import { readRow } from '../coverage-rows.ts';
import type { ShardTools } from '../shard-tools.ts';
import { accountKind } from '../shards.ts';
import { readPasswordPolicy, readRootMfaVirtual, readSummary } from './account.ts';
import type { CredentialReport } from './credential-report.ts';
import { readCredentialReport } from './credential-report.ts';
import type { IamPlace } from './details.ts';
import { readIdentities, userKind } from './identities.ts';
import { isNeeded, notAsked } from './needed.ts';

export async function* readIam(
  tools: ShardTools,
  shard: Shard,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account, kinds } = shard;
  const { signal, cursor } = options;
  const needsReport =
    isNeeded(tools, userKind, 'credentials', kinds) || isNeeded(tools, accountKind, 'rootCredentials', kinds);
  const report: Reading<CredentialReport> = needsReport
    ? await readCredentialReport(tools.estate, account, signal)
    : notAsked;
  const place: IamPlace = {
    account,
    // Ages are counted to when AWS looked at the credentials, where it did.
    observedAt: report.known ? report.value.generatedAt : new Date(tools.estate.now()).toISOString(),
  };
  if (cursor === undefined && kinds.includes(accountKind))
    yield* readAccount(tools, shard, report, place, signal);
  yield* readIdentities(tools, shard, report, place, options);
}

async function* readAccount(
  tools: ShardTools,
  shard: Shard,
  report: Reading<CredentialReport>,
  place: IamPlace,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const { account, kinds } = shard;
  const { estate, joins } = tools;
  const ifNeeded = async <T>(part: string, read: () => Promise<Reading<T>>): Promise<Reading<T>> =>
    isNeeded(tools, accountKind, part, kinds) ? read() : notAsked;
  const parts = {
    summary: await ifNeeded('summary', () => readSummary(estate, account, signal)),
    passwordPolicy: await ifNeeded('passwordPolicy', () => readPasswordPolicy(estate, account, signal)),
    rootCredentials: report.known ? report.value.root : report,
    rootMfaVirtual: await ifNeeded('rootMfaVirtual', () => readRootMfaVirtual(estate, account, signal)),
    trails: await ifNeeded('trails', () => joins.trails(account, signal)),
    otherTrails: await ifNeeded('otherTrails', () => joins.otherTrails(account, signal)),
    trailStatus: await ifNeeded('trailStatus', () => joins.trailStatus(account, signal)),
    publicAccessBlock: await ifNeeded('publicAccessBlock', () =>
      joins.accountBlock(account, estate.options.homeRegion, signal),
    ),
  };
  const organization = await estate.organization(signal);
  const named =
    organization.ok && organization.value !== 'none'
      ? organization.value.accounts.find((one) => one.id === account)?.name
      : undefined;
  yield {
    type: 'resource',
    resource: {
      provider: 'aws',
      kind: accountKind,
      account,
      region: 'global',
      id: account,
      name: redactText(named ?? account),
      tags: Object.create(null) as Record<string, string>,
      observedAt: place.observedAt,
      parts,
    },
  };
  yield { type: 'coverage', row: readRow(account, 'global', accountKind, 1, 'iam') };
}
