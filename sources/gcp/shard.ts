/** Reads one shard: allow policies and deny rules first, which are held, then the resources, which stream past them. */

import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { OrgPolicy } from '#model/gcp/identity.ts';
import type { AllowPolicy } from '#model/gcp/policy.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Needs, ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { isFields } from '#sources/decoding.ts';
import { redactTree } from '../secrets.ts';
import type { Asset } from './asset.ts';
import type { Failure } from './errors.ts';
import { coverageOf, unreadOf } from './errors.ts';
import type { Hierarchy } from './hierarchy.ts';
import { publicAccessConstraint, resourceOfAsset } from './items.ts';
import { allowPolicy, noPolicy } from './kinds/policies.ts';
import { permissions } from './operations.ts';
import { refusalsOf } from './refusals.ts';
import { needing } from './shards.ts';
import type { Snapshot } from './snapshot.ts';
import { malformed } from './snapshot.ts';

/** Policies held at once; beyond this the rest of the shard's are cut, and said to be. */
const maxPolicies = 500_000;

type OrgPoliciesOf = (node: string) => Reading<readonly OrgPolicy[]>;

export interface Cursor {
  readonly readTime: number;
  readonly token: string;
}

export async function* readShard(
  snapshot: Snapshot,
  shard: Shard,
  needs: Needs | undefined,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const hierarchy = await snapshot.hierarchy(signal);
  if (!hierarchy.ok) {
    yield* gaps(shard, shard.kinds, hierarchy.failure);
    return;
  }
  const policies = await policiesOf(snapshot, needing('IAM_POLICY', shard.kinds, needs), signal);
  const orgPolicies =
    needing('ORG_POLICY', shard.kinds, needs).length === 0 ? undefined : await snapshot.policiesOf(signal);
  const refusals = await refusalsOf(snapshot, hierarchy.value, shard.kinds, needs, signal);
  const counts = new Counts();
  const from = cursor === undefined ? '' : parseCursor(cursor).token;
  for await (const listed of snapshot.list('RESOURCE', shard.kinds, signal, from)) {
    switch (listed.type) {
      case 'asset': {
        const { asset } = listed;
        // Something that the service was not asked for is not this shard's.
        if (!shard.kinds.includes(asset.kind)) break;
        const made = resourceOfAsset(
          asset,
          hierarchy.value,
          { ...joinedOf(asset, policies, orgPolicies), refusals },
          snapshot.observedAt,
        );
        if (made.type === 'malformed') {
          counts.fail(asset.kind, malformed('RESOURCE', made.problem));
          break;
        }
        counts.add(made.resource.account, asset.kind);
        yield { type: 'resource', resource: made.resource };
        break;
      }
      case 'malformed':
        // Nobody knows of which kind it was.
        for (const kind of shard.kinds) counts.fail(kind, malformed('RESOURCE', listed.problem));
        break;
      case 'page':
        if (listed.next !== '') {
          const next: Cursor = { readTime: snapshot.readTime, token: listed.next };
          yield { type: 'checkpoint', cursor: JSON.stringify(next) };
        }
        break;
      case 'failed':
        for (const kind of shard.kinds) counts.fail(kind, listed.failure);
        break;
    }
  }
  yield* coverage(shard, hierarchy.value, counts);
}

export const parseCursor = (text: string): Cursor => {
  const value: unknown = JSON.parse(text);
  if (isFields(value) && typeof value['readTime'] === 'number' && typeof value['token'] === 'string') {
    return { readTime: value['readTime'], token: value['token'] };
  }
  throw new TypeError(`not a cursor of Google Cloud: ${text.slice(0, 80)}`);
};

interface Policies {
  /** By the asset's name. Undefined where no part needs them. */
  readonly byName: ReadonlyMap<string, Reading<AllowPolicy>> | undefined;
  readonly failure: Failure | undefined;
}

const policiesOf = async (
  snapshot: Snapshot,
  kinds: readonly string[],
  signal: AbortSignal,
): Promise<Policies> => {
  if (kinds.length === 0) return { byName: undefined, failure: undefined };
  const byName = new Map<string, Reading<AllowPolicy>>();
  for await (const listed of snapshot.list('IAM_POLICY', kinds, signal)) {
    switch (listed.type) {
      case 'asset': {
        const { name, iamPolicy } = listed.asset;
        if (byName.size >= maxPolicies) return { byName, failure: tooMany };
        byName.set(
          name,
          iamPolicy === undefined
            ? unread('malformed', permissions.IAM_POLICY, 'the asset carries no policy')
            : allowPolicy(redactTree(iamPolicy) as Readonly<Record<string, unknown>>),
        );
        break;
      }
      case 'malformed':
        return { byName, failure: malformed('IAM_POLICY', listed.problem) };
      case 'failed':
        return { byName, failure: listed.failure };
      case 'page':
        break;
    }
  }
  return { byName, failure: undefined };
};

const tooMany: Failure = {
  reason: 'truncated',
  permission: permissions.IAM_POLICY,
  code: 'LIMIT',
  message: `more than ${maxPolicies} policies below one parent: name its folders as parents instead`,
  transient: false,
};

const joinedOf = (asset: Asset, { byName, failure }: Policies, orgPolicies: OrgPoliciesOf | undefined) => ({
  // Guess: an asset whose own policy was never set is left out of this content, which is "no bindings".
  iamPolicy:
    byName === undefined
      ? unread('not-recorded', permissions.IAM_POLICY, 'no check of this scan reads it')
      : (byName.get(asset.name) ?? (failure === undefined ? known(noPolicy) : unreadOf(failure))),
  orgPolicies: orgPolicies?.(asset.ancestors[0] ?? '') ?? notAsked,
  publicAccessConstraint:
    orgPolicies === undefined
      ? notAsked
      : asset.ancestors.length === 0
        ? unread('malformed', permissions.ORG_POLICY, 'the asset names no ancestors')
        : publicAccessConstraint(asset.ancestors, orgPolicies),
});

const notAsked = unread('not-recorded', permissions.ORG_POLICY, 'no check of this scan reads it');

/** Per account and kind, and what went wrong with a kind; the first reason stands. */
class Counts {
  readonly #byPlace = new Map<string, Map<string, number>>();
  readonly #failures = new Map<string, Failure>();

  add(account: string, kind: string): void {
    const kinds = this.#byPlace.get(account) ?? new Map<string, number>();
    this.#byPlace.set(account, kinds);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }

  fail(kind: string, failure: Failure): void {
    if (!this.#failures.has(kind)) this.#failures.set(kind, failure);
  }

  failureOf(kind: string): Failure | undefined {
    return this.#failures.get(kind);
  }

  of(account: string, kind: string): number {
    return this.#byPlace.get(account)?.get(kind) ?? 0;
  }

  accounts(): readonly string[] {
    return [...this.#byPlace.keys()];
  }
}

/** A row for each account, so that what was mended in one of them can be told from what was not looked at. */
function* coverage(shard: Shard, hierarchy: Hierarchy, counts: Counts): Generator<SourceEvent> {
  const accounts = new Set([...hierarchy.accounts(), ...counts.accounts()]);
  for (const kind of shard.kinds) {
    const failure = counts.failureOf(kind);
    if (failure !== undefined) {
      yield* gaps(shard, [kind], failure);
      continue;
    }
    for (const account of accounts) {
      yield { type: 'coverage', row: row(account, kind, counts.of(account, kind)) };
    }
    if (accounts.size === 0) yield { type: 'coverage', row: row(shard.account, kind, 0) };
  }
}

const row = (account: string, kind: string, count: number): CoverageRow => ({
  provider: 'gcp',
  account,
  region: '*',
  kind,
  part: listing,
  state: 'read',
  count,
  route: 'asset-inventory',
});

export function* gaps(
  shard: Pick<Shard, 'account'>,
  kinds: readonly string[],
  failure: Failure,
): Generator<SourceEvent & { readonly type: 'coverage' }> {
  for (const kind of kinds) {
    yield { type: 'coverage', row: { ...row(shard.account, kind, 0), ...coverageOf(failure) } };
  }
}
