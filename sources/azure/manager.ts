/** Azure Resource Manager: lists page by page, and one resource at a time. */

import type { Gap } from '#sources/failure.ts';
import { coverageOf, MalformedAnswer } from '#sources/failure.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import type { AzureClients, Outcome } from './clients.ts';
import type { Row } from './graph.ts';

export const listResourcesAction = 'Microsoft.Resources/subscriptions/resources/read';
export const listGroupsAction = 'Microsoft.Resources/subscriptions/resourceGroups/read';
export const listSubscriptionsAction = 'Microsoft.Resources/subscriptions/read';
export const providersAction = 'Microsoft.Resources/subscriptions/providers/read';

type Pages = AsyncIterator<readonly object[] & { readonly continuationToken?: string }>;

type ListEvent =
  | { readonly type: 'rows'; readonly rows: readonly Row[] }
  | { readonly type: 'failed'; readonly gap: Gap };

/** The longest page three times over: so far back a row that comes twice is known. */
const rememberedRows = 3_000;

/** Each row once. @param open begins, or goes on from the address of a next page. */
async function* listPages(
  clients: AzureClients,
  action: string,
  place: string,
  signal: AbortSignal,
  open: (next: string | undefined, abortSignal: AbortSignal) => Promise<Pages>,
): AsyncGenerator<ListEvent> {
  let next: string | undefined;
  const seen = new Set<string>();
  const recent = new RecentKeys(rememberedRows);
  const broken = (state: 'truncated' | 'malformed', problem: string): ListEvent => ({
    type: 'failed',
    gap: { state, missing: action, detail: `${action}: ${problem}` },
  });
  for (;;) {
    const answer: Outcome<{ rows: readonly object[]; next: string | undefined }> = await clients.call(
      action,
      place,
      signal,
      async (abortSignal) => {
        const page = await (await open(next, abortSignal)).next();
        if (page.done === true) throw new MalformedAnswer('no page in the place of one');
        return { rows: page.value, next: page.value.continuationToken };
      },
    );
    if (!answer.ok) {
      yield { type: 'failed', gap: coverageOf(answer.failure) };
      return;
    }
    const rows = answer.value.rows as readonly Row[];
    yield {
      type: 'rows',
      rows: rows.filter(({ id }) => typeof id !== 'string' || recent.isNew(id.toLowerCase())),
    };
    next = answer.value.next;
    if (next === undefined || next === '') return;
    if (seen.has(next)) {
      yield broken('truncated', 'the address of a next page came twice');
      return;
    }
    if (!clients.mayAsk(next)) {
      yield broken('malformed', 'the address of a next page is not one of Resource Manager');
      return;
    }
    seen.add(next);
  }
}

export const listSubscriptions = (clients: AzureClients, signal: AbortSignal): AsyncGenerator<ListEvent> =>
  listPages(clients, listSubscriptionsAction, 'tenant', signal, async (next, abortSignal) =>
    (await clients.subscriptions()).subscriptions.list({ abortSignal }).byPage(settingsOf(next)),
  );

export const listResources = (
  clients: AzureClients,
  subscription: string,
  signal: AbortSignal,
): AsyncGenerator<ListEvent> =>
  listPages(clients, listResourcesAction, subscription, signal, async (next, abortSignal) =>
    (await clients.manager(subscription)).resources.list({ abortSignal, top: 1000 }).byPage(settingsOf(next)),
  );

export const listGroups = (
  clients: AzureClients,
  subscription: string,
  signal: AbortSignal,
): AsyncGenerator<ListEvent> =>
  listPages(clients, listGroupsAction, subscription, signal, async (next, abortSignal) =>
    (await clients.manager(subscription)).resourceGroups
      .list({ abortSignal, top: 1000 })
      .byPage(settingsOf(next)),
  );

const settingsOf = (next: string | undefined): { continuationToken?: string } =>
  next === undefined ? {} : { continuationToken: next };

/** The body of one GET as it came: the SDK's own models leave out what they do not know. */
export const getById = (
  clients: AzureClients,
  request: {
    readonly action: string;
    readonly subscription: string;
    readonly id: string;
    readonly apiVersion: string;
  },
  signal: AbortSignal,
): Promise<Outcome<Row>> =>
  clients.call(request.action, request.subscription, signal, async (abortSignal) => {
    const client = await clients.manager(request.subscription);
    let text: string | null | undefined;
    await client.resources.getById(request.id.replace(/^\//, ''), request.apiVersion, {
      abortSignal,
      onResponse: (response) => (text = response.bodyAsText),
    });
    const body: unknown = JSON.parse(text ?? '');
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new MalformedAnswer('the body is no object');
    }
    return body as Row;
  });

/** Newest version of each resource type that is no preview; a provider is asked once per subscription. */
export class ApiVersions {
  readonly #clients: AzureClients;
  readonly #subscription: string;
  readonly #providers = new Map<string, Promise<Outcome<ReadonlyMap<string, string>>>>();

  constructor(clients: AzureClients, subscription: string) {
    this.#clients = clients;
    this.#subscription = subscription;
  }

  /** @param kind ARM type in lower case. */
  async of(kind: string, signal: AbortSignal): Promise<Outcome<string | undefined>> {
    const slash = kind.indexOf('/');
    const namespace = kind.slice(0, slash);
    const asked = this.#providers.get(namespace) ?? this.#ask(namespace, signal);
    this.#providers.set(namespace, asked);
    const versions = await asked;
    return versions.ok ? { ok: true, value: versions.value.get(kind.slice(slash + 1)) } : versions;
  }

  #ask(namespace: string, signal: AbortSignal): Promise<Outcome<ReadonlyMap<string, string>>> {
    return this.#clients.call(providersAction, this.#subscription, signal, async (abortSignal) => {
      const client = await this.#clients.manager(this.#subscription);
      const provider = await client.providers.get(namespace, { abortSignal });
      const versions = new Map<string, string>();
      for (const { resourceType, apiVersions } of provider.resourceTypes ?? []) {
        const [newest] = (apiVersions ?? [])
          .filter((version) => !/preview|alpha|beta/i.test(version))
          .sort()
          .reverse();
        if (resourceType !== undefined && newest !== undefined)
          versions.set(resourceType.toLowerCase(), newest);
      }
      return versions;
    });
  }
}
