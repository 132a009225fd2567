/** Users, groups, roles and policies: one listing, a page of it at a time. */
import type { EntityType } from '@aws-sdk/client-iam';
import type { Kind } from '#model/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import type { Reading } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import { gapRow, readRow } from '../coverage-rows.ts';
import { malformed } from '../estate.ts';
import type { OutputOf } from '../operations.ts';
import type { Gap } from '../recorders.ts';
import type { ShardTools } from '../shard-tools.ts';
import type { CredentialReport, ReportRow } from './credential-report.ts';
import type { IamPlace } from './details.ts';
import {
  groupResource,
  isAwsManaged,
  policyResource,
  reportedUser,
  roleResource,
  userResource,
} from './details.ts';
import { isNeeded, notAsked } from './needed.ts';

const details = 'iam:GetAccountAuthorizationDetails';
export const userKind = 'AWS::IAM::User';
/** An account has 5,000 users, 5,000 roles and a few thousand policies at most; pages may be smaller than asked for. */
const maxPages = 5000;
const pageSize = 1000;
/** Three pages. */
const recentEntries = 3 * pageSize;

const filters: Readonly<Record<string, EntityType>> = {
  [userKind]: 'User',
  'AWS::IAM::Group': 'Group',
  'AWS::IAM::Role': 'Role',
  'AWS::IAM::Policy': 'LocalManagedPolicy',
};

/** The kinds of which somebody looks at a part that only the authorization details have. */
const detailedKinds = (tools: ShardTools, kinds: readonly string[]): string[] =>
  Object.keys(filters).filter((kind) => {
    if (!kinds.includes(kind)) return false;
    if (tools.needs === undefined) return true;
    const parts = tools.needs.get(kind) ?? new Set<string>();
    const listed = [...parts].some((part) => {
      const source = partSource(kind as Kind, part);
      return source.from === 'calls' && source.actions.includes(details);
    });
    // A kind that is needed with no part of its own still has to be listed.
    return listed || parts.size === 0;
  });

export async function* readIdentities(
  tools: ShardTools,
  shard: Shard,
  report: Reading<CredentialReport>,
  place: IamPlace,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account, kinds } = shard;
  const detailed = detailedKinds(tools, kinds);
  const counts = new Map<string, number>(detailed.map((kind) => [kind, 0]));
  let marker: string | undefined;
  if (cursor !== undefined) {
    const progress = readCursor(cursor);
    if (progress === undefined) {
      const gap: Gap = { state: 'unavailable', detail: 'the checkpoint can not be read' };
      for (const kind of detailed)
        yield { type: 'coverage', row: gapRow(account, 'global', kind, gap, 'iam') };
      return;
    }
    if (progress === 'done') return;
    marker = progress.marker;
    for (const [kind, count] of Object.entries(progress.counts)) counts.set(kind, count);
  }
  if (cursor === undefined && kinds.includes(userKind) && !detailed.includes(userKind))
    yield* usersOfReport(account, report, notAsked, place);
  if (detailed.length === 0) return;
  const recent = new RecentKeys(recentEntries);
  const loop = new TokenLoop();
  if (marker !== undefined) loop.closes(marker);
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await tools.estate.call(
      details,
      { account, region: 'global' },
      {
        Filter: detailed.map((kind) => filters[kind] as EntityType),
        MaxItems: pageSize,
        ...(marker === undefined ? {} : { Marker: marker }),
      },
      signal,
    );
    const resources = answer.ok ? resourcesOf(answer.value, report, place, tools, kinds) : answer;
    if (!resources.ok) {
      yield* failedListing(account, detailed, counts, coverageOf(resources.failure), report, place, marker);
      return;
    }
    for (const resource of resources.value) {
      if (!recent.isNew(resource.id)) continue;
      counts.set(resource.kind, (counts.get(resource.kind) ?? 0) + 1);
      yield { type: 'resource', resource };
    }
    const next = answer.ok && answer.value.IsTruncated === true ? answer.value.Marker : undefined;
    if (answer.ok && answer.value.IsTruncated === true && (next === undefined || loop.closes(next))) {
      const gap: Gap = {
        state: 'truncated',
        missing: details,
        detail: 'IAM gives no way on to the next page',
      };
      yield* failedListing(account, detailed, counts, gap, report, place, marker);
      return;
    }
    if (next === undefined) {
      for (const kind of detailed) {
        yield { type: 'coverage', row: readRow(account, 'global', kind, counts.get(kind) ?? 0, 'iam') };
      }
      yield { type: 'checkpoint', cursor: 'done' };
      return;
    }
    marker = next;
    yield { type: 'checkpoint', cursor: JSON.stringify({ marker, counts: Object.fromEntries(counts) }) };
  }
  const gap: Gap = { state: 'truncated', missing: details, detail: 'the pages of IAM do not end' };
  yield* failedListing(account, detailed, counts, gap, report, place, marker);
}

/** The report still tells who the users are where the details were refused at the first page. */
function* failedListing(
  account: string,
  kinds: readonly string[],
  counts: ReadonlyMap<string, number>,
  gap: Gap,
  report: Reading<CredentialReport>,
  place: IamPlace,
  marker: string | undefined,
): Generator<SourceEvent> {
  for (const kind of kinds) {
    if (kind === userKind && report.known && marker === undefined) {
      const rest = unread(
        gap.state === 'read' || gap.state === 'absent' ? 'unavailable' : gap.state,
        gap.missing,
        gap.detail,
      );
      yield* usersOfReport(account, report, rest, place);
      continue;
    }
    yield { type: 'coverage', row: gapRow(account, 'global', kind, gap, 'iam', counts.get(kind) ?? 0) };
  }
}

function* usersOfReport(
  account: string,
  report: Reading<CredentialReport>,
  rest: Reading<unknown>,
  place: IamPlace,
): Generator<SourceEvent> {
  if (!report.known) {
    const { reason, missing, detail } = report;
    const gap: Gap = {
      state: reason,
      ...(missing === undefined ? {} : { missing }),
      ...(detail === undefined ? {} : { detail }),
    };
    yield { type: 'coverage', row: gapRow(account, 'global', userKind, gap, 'iam') };
    return;
  }
  let count = 0;
  for (const row of report.value.users.values()) {
    const resource = reportedUser(row, rest, place);
    if (resource === undefined) {
      const gap: Gap = {
        state: 'malformed',
        missing: 'iam:GetCredentialReport',
        detail: 'a row names no user',
      };
      yield { type: 'coverage', row: gapRow(account, 'global', userKind, gap, 'iam', count) };
      return;
    }
    count += 1;
    yield { type: 'resource', resource };
  }
  yield { type: 'coverage', row: readRow(account, 'global', userKind, count, 'iam') };
}

/** A page is taken whole or not at all. */
const resourcesOf = (
  page: OutputOf<typeof details>,
  report: Reading<CredentialReport>,
  place: IamPlace,
  tools: ShardTools,
  kinds: readonly string[],
): { readonly ok: true; readonly value: readonly Resource[] } | ReturnType<typeof malformed> => {
  if (page.IsTruncated === undefined)
    return malformed(details, 'the answer does not say whether it is the last page');
  const wanted = isNeeded(tools, userKind, 'credentials', kinds);
  const lists: readonly (readonly [unknown, readonly (Resource | undefined)[]])[] = [
    [
      page.UserDetailList,
      (page.UserDetailList ?? []).map((user) =>
        userResource(user, wanted ? credentialsOf(user.Arn, report) : notAsked, place),
      ),
    ],
    [page.GroupDetailList, (page.GroupDetailList ?? []).map((group) => groupResource(group, place))],
    [page.RoleDetailList, (page.RoleDetailList ?? []).map((role) => roleResource(role, place))],
    [
      page.Policies,
      (page.Policies ?? [])
        .filter((policy) => !isAwsManaged(policy))
        .map((policy) => policyResource(policy, place)),
    ],
  ];
  const resources: Resource[] = [];
  for (const [given, list] of lists) {
    // Each list is there, empty or not.
    if (!Array.isArray(given)) return malformed(details, 'the answer lacks one of its lists');
    for (const resource of list) {
      if (resource === undefined) return malformed(details, 'an entry has no name or ARN');
      if (kinds.includes(resource.kind)) resources.push(resource);
    }
  }
  return { ok: true, value: resources };
};

/** The report may be four hours old: a user who is newer is not in it. */
const credentialsOf = (arn: string | undefined, report: Reading<CredentialReport>): Reading<unknown> => {
  if (!report.known) return report;
  const row: ReportRow | undefined = report.value.users.get(arn ?? '');
  return row === undefined
    ? unread(
        'stale',
        'iam:GetCredentialReport',
        `the credential report of ${report.value.generatedAt} does not know the user yet`,
      )
    : row.credentials;
};

const readCursor = (
  text: string,
): 'done' | { readonly marker: string; readonly counts: Readonly<Record<string, number>> } | undefined => {
  if (text === 'done') return 'done';
  try {
    const { marker, counts } = JSON.parse(text) as { marker?: unknown; counts?: unknown };
    if (typeof marker !== 'string' || typeof counts !== 'object' || counts === null) return undefined;
    const numbers = Object.entries(counts).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return { marker, counts: Object.fromEntries(numbers) };
  } catch {
    return undefined;
  }
};
