/** Subscriptions and the tenant above them: what there is to read, and what is out of reach before reading. */
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage, listing } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard, SourcePlan } from '#model/source.ts';
import { cleanMessage } from '#sources/clean-message.ts';
import { isFields } from '#sources/decoding.ts';
import type { Gap } from '#sources/failure.ts';
import { FederationError } from '#sources/federation/federation-error.ts';
import { redactText } from '../secrets.ts';
import type { AzureClients } from './clients.ts';
import { tagsOf } from './items.ts';
import { listSubscriptions, listSubscriptionsAction } from './manager.ts';
import type { AzureOptions } from './options.ts';
import { gapRow, makeShard, neededKinds, neededTenantKinds } from './shards.ts';

/** There is nothing to ask Azure with; the message names what was tried. */
export class MissingCredentialsError extends Error {
  override readonly name = 'MissingCredentialsError';
}

export interface SubscriptionFacts {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled` or `Deleted`. */
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Listed {
  readonly subscriptions: readonly SubscriptionFacts[];
  readonly gap: Gap | undefined;
}

const route = 'resource-manager';

export const readSubscriptions = async (clients: AzureClients, signal: AbortSignal): Promise<Listed> => {
  const subscriptions: SubscriptionFacts[] = [];
  for await (const event of listSubscriptions(clients, signal)) {
    if (event.type === 'failed') return { subscriptions, gap: event.gap };
    for (const row of event.rows) {
      const { subscriptionId, displayName, tenantId, state } = row;
      if (typeof subscriptionId !== 'string' || !isGuid(subscriptionId)) {
        return { subscriptions, gap: { state: 'malformed', detail: 'a subscription has no id' } };
      }
      subscriptions.push({
        id: subscriptionId.toLowerCase(),
        name:
          typeof displayName === 'string' && displayName !== '' ? redactText(displayName) : subscriptionId,
        tenant: typeof tenantId === 'string' && isGuid(tenantId) ? tenantId.toLowerCase() : 'unknown',
        state: typeof state === 'string' ? state : 'unknown',
        tags: tagsOf(row),
      });
    }
  }
  return { subscriptions, gap: undefined };
};

const isGuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export const makePlan = (
  options: AzureOptions,
  listed: Listed,
  needs: Needs,
  identity: string,
): SourcePlan => {
  const coverage: CoverageRow[] = [];
  const notices: string[] = [];
  const { gap } = listed;
  if (gap !== undefined) {
    coverage.push(gapRow(listing, listing, gap, route));
    notices.push(`The subscriptions could not be listed to their end: ${gap.detail ?? gap.state}`);
  }
  const seen = new Map(listed.subscriptions.map((one) => [one.id, one]));
  const asked =
    options.subscriptions === 'all'
      ? [...seen.keys()]
      : [...new Set(options.subscriptions.map((id) => id.toLowerCase()))];
  if (asked.length === 0 && gap === undefined) {
    coverage.push(
      gapRow(
        listing,
        listing,
        { state: 'denied', missing: listSubscriptionsAction, detail: noneSeen },
        route,
      ),
    );
    notices.push(`Azure: ${noneSeen}`);
  }
  const shards: Shard[] = [];
  const kinds = neededKinds(needs, options);
  const tenants = new Set<string>();
  for (const id of asked) {
    const facts = seen.get(id);
    if (facts === undefined) {
      const detail = `${listSubscriptionsAction}: the credential does not see this subscription`;
      coverage.push(
        gapRow(id, listing, { state: 'denied', missing: listSubscriptionsAction, detail }, route),
      );
      notices.push(`Subscription ${id} is not visible to the credential: grant it a role there.`);
    } else if (facts.state.toLowerCase() === 'deleted') {
      coverage.push({
        ...gapRow(id, listing, { state: 'absent', detail: 'the subscription is deleted' }, route),
      });
    } else {
      shards.push(makeShard('subscription', id, kinds));
      tenants.add(facts.tenant);
    }
  }
  const above = neededTenantKinds(needs, options);
  if (above.length > 0) {
    for (const tenant of tenants) if (tenant !== 'unknown') shards.push(makeShard('tenant', tenant, above));
  }
  return {
    shards: shards.sort((a, b) => compareText(a.name, b.name)),
    coverage: coverage.sort(compareCoverage),
    trust: { accounts: new Set(asked), organization: [...tenants][0] ?? 'unknown', partners: new Set() },
    accountNames: new Map(listed.subscriptions.map((one) => [one.id, one.name])),
    identity,
    notices,
  };
};

const noneSeen =
  'the credential sees no subscription; give it a role at a management group or a subscription';

/**
 * Who asks, from the token's own claims; only Azure can prove them, so they are for people to read.
 *
 * @throws MissingCredentialsError when nothing of the chain gives a token.
 */
export const signIn = async (clients: AzureClients): Promise<string> => {
  let token: string;
  try {
    const credential = await clients.credential();
    ({ token } = await credential.getToken('https://management.azure.com/.default'));
  } catch (error) {
    if (error instanceof FederationError) {
      throw new MissingCredentialsError(`no Azure credential: ${error.message}`);
    }
    throw new MissingCredentialsError(
      `no Azure credential: ${whyNone(error)}. Sign in (for example with \`az login\`), or set azure.tenantId and azure.clientId.`,
      { cause: error },
    );
  }
  return nameIn(token) ?? 'unknown';
};

/** Azure's chain says of each way in why it is not there; only what was there and refused is worth a line. */
export const whyNone = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const tried: readonly unknown[] =
    'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [error];
  const refusals = tried.flatMap((one) =>
    one instanceof Error && isRefusal(one) ? [cleanMessage(one.message).replace(/\.+$/, '')] : [],
  );
  return refusals.length > 0
    ? refusals.join('; ')
    : 'none is in the environment, of a workload or managed identity, of Azure CLI, PowerShell or Azure Developer CLI';
};

const isRefusal = ({ name, message }: Error): boolean =>
  name !== 'CredentialUnavailableError' || /AADSTS|please run|re-?authenticate|expired/i.test(message);

/** Undefined for a token that is no JSON Web Token: the calls themselves say what is wrong with it. */
const nameIn = (token: string): string | undefined => {
  const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  try {
    const claims: unknown = JSON.parse(text);
    if (!isFields(claims)) return undefined;
    return [claims['upn'], claims['appid'], claims['oid']]
      .filter((one) => typeof one === 'string')
      .find((one) => /^[\w.@+-]{1,200}$/.test(one));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
