/** What every shard of one parent stands on: the moment that is read, the hierarchy, and the organisation policies. */
import type { OrgPolicy } from '#model/gcp/identity.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import { redactTree } from '../secrets.ts';
import type { Asset } from './asset.ts';
import { readAsset } from './asset.ts';
import type { GcpClients, Outcome } from './clients.ts';
import type { Failure } from './errors.ts';
import { unreadOf } from './errors.ts';
import { Hierarchy, hierarchyKinds } from './hierarchy.ts';
import { orgPolicies } from './kinds/policies.ts';
import type { Content } from './operations.ts';
import { permissions } from './operations.ts';

export type Listed =
  | { readonly type: 'asset'; readonly asset: Asset }
  | { readonly type: 'malformed'; readonly problem: string }
  /** All of a page has been handed over; `next` is empty after the last. */
  | { readonly type: 'page'; readonly next: string }
  | { readonly type: 'failed'; readonly failure: Failure };

/** Pages beyond which a service that always has a next one is given up: 10 million assets. */
const maxPages = 10_000;
/** The longest page three times over: so far back an asset that comes twice is known. */
const rememberedAssets = 3_000;

export class Snapshot {
  readonly parent: string;
  /** Seconds since 1970. */
  readonly readTime: number;
  readonly #clients: GcpClients;
  #hierarchy: Promise<Outcome<Hierarchy>> | undefined;
  #orgPolicies: Promise<Outcome<ReadonlyMap<string, Reading<readonly OrgPolicy[]>>>> | undefined;

  constructor(clients: GcpClients, parent: string, readTime: number) {
    this.#clients = clients;
    this.parent = parent;
    this.readTime = readTime;
  }

  get observedAt(): string {
    return new Date(this.readTime * 1000).toISOString();
  }

  /** Assets of one content, page by page and each once; ends after a failure. */
  async *list(
    content: Content,
    kinds: readonly string[],
    signal: AbortSignal,
    from = '',
  ): AsyncGenerator<Listed> {
    const seen = new Set<string>();
    const recent = new RecentKeys(rememberedAssets);
    let token = from;
    for (let page = 0; page < maxPages; page += 1) {
      const outcome = await this.#clients.list(
        { parent: this.parent, content, kinds, readTime: this.readTime, pageToken: token },
        signal,
      );
      if (!outcome.ok) {
        yield { type: 'failed', failure: outcome.failure };
        return;
      }
      for (const raw of outcome.value.assets) {
        const asset = readAsset(raw);
        if ('malformed' in asset) yield { type: 'malformed', problem: asset.malformed };
        else if (recent.isNew(asset.name)) yield { type: 'asset', asset };
      }
      token = outcome.value.next;
      yield { type: 'page', next: token };
      if (token === '') return;
      if (seen.has(token)) break;
      seen.add(token);
    }
    yield { type: 'failed', failure: endless(content) };
  }

  /** Asked once, whoever asks first. */
  hierarchy(signal: AbortSignal): Promise<Outcome<Hierarchy>> {
    this.#hierarchy ??= this.#readHierarchy(signal);
    return this.#hierarchy;
  }

  /**
   * Node → its own policies. Above the parent nothing is listed: what stands there is not known, and no policy found
   * below means nothing then.
   */
  async policiesOf(signal: AbortSignal): Promise<(node: string) => Reading<readonly OrgPolicy[]>> {
    this.#orgPolicies ??= this.#readOrgPolicies(signal);
    const [policies, hierarchy] = await Promise.all([this.#orgPolicies, this.hierarchy(signal)]);
    if (!policies.ok) return () => unreadOf(policies.failure);
    const listed = hierarchy.ok ? new Set(hierarchy.value.nodes()) : new Set<string>();
    return (node) =>
      policies.value.get(node) ??
      (listed.has(node)
        ? known([])
        : unread(
            'not-recorded',
            permissions.ORG_POLICY,
            `${node} lies above ${this.parent}, so its policies are not listed`,
          ));
  }

  async #readHierarchy(signal: AbortSignal): Promise<Outcome<Hierarchy>> {
    const hierarchy = new Hierarchy();
    for await (const listed of this.list('RESOURCE', hierarchyKinds, signal)) {
      if (listed.type === 'failed') return { ok: false, failure: listed.failure };
      // It may have been a project, and then nobody could say which.
      if (listed.type === 'malformed') return { ok: false, failure: malformed('RESOURCE', listed.problem) };
      if (listed.type === 'asset') hierarchy.add(listed.asset);
    }
    return { ok: true, value: hierarchy };
  }

  async #readOrgPolicies(
    signal: AbortSignal,
  ): Promise<Outcome<ReadonlyMap<string, Reading<readonly OrgPolicy[]>>>> {
    const found = new Map<string, Reading<readonly OrgPolicy[]>>();
    for await (const listed of this.list('ORG_POLICY', hierarchyKinds, signal)) {
      if (listed.type === 'failed') return { ok: false, failure: listed.failure };
      if (listed.type === 'malformed') return { ok: false, failure: malformed('ORG_POLICY', listed.problem) };
      if (listed.type !== 'asset') continue;
      const { asset } = listed;
      const node =
        asset.ancestors[0] ?? asset.name.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, '');
      found.set(node, orgPolicies(redactTree(asset.orgPolicies) as readonly unknown[]));
    }
    return { ok: true, value: found };
  }
}

export const malformed = (content: Content, problem: string): Failure => ({
  reason: 'malformed',
  permission: permissions[content],
  code: 'MALFORMED',
  message: problem,
  transient: false,
});

const endless = (content: Content): Failure => ({
  reason: 'truncated',
  permission: permissions[content],
  code: 'PAGES',
  message: 'the pages do not come to an end: a page token came twice, or there are more than can be',
  transient: false,
});
