/**
 * The only maker of Azure SDK clients. Everything that holds for every request is held here: the allow-list, the
 * endpoint, proxy and certificate authorities, the time a try may take, retries, the rate budgets, the user agent,
 * and that a refused call is not made again.
 */
import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { ResourceManagementClient } from '@azure/arm-resources';
import type { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { SourceUsage } from '#model/source.ts';
import { NoAnswer } from '#sources/failure.ts';
import { pause } from '#sources/pause.ts';
import { RateBudget } from '#sources/rate-budget.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Credential } from './credential.ts';
import type { Failure } from './errors.ts';
import { AzureSourceBug, NoCredential, sortError } from './errors.ts';
import { federatedCredential } from './federated-credential.ts';
import { isAllowedRequest } from './operations.ts';
import type { AzureOptions } from './options.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

interface PipelineRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { set(name: string, value: string): void };
}

const publicEndpoint = 'https://management.azure.com';
export const userAgent = `plumbline/${packageJson.version}`;
/** No single wait is longer, whatever a service asks for. */
const maxDelay = 60_000;

export class AzureClients {
  readonly #options: AzureOptions;
  readonly #budget: RateBudget;
  readonly #graphBudget: RateBudget;
  /** Action × subscription that refused once in this scan. */
  readonly #denied = new Map<string, Failure>();
  readonly #byAction = new Map<string, number>();
  readonly #managers = new Map<string, ResourceManagementClient>();
  #credential: Promise<Credential> | undefined;
  #graph: Promise<ResourceGraphClient> | undefined;
  #subscriptions: Promise<SubscriptionClient> | undefined;
  /** Milliseconds of `performance.now()` before which Resource Graph wants no query. */
  #graphRests = 0;
  #calls = 0;
  #throttled = 0;

  constructor(options: AzureOptions) {
    const url = URL.parse(options.endpoint ?? publicEndpoint);
    if (url === null || url.protocol !== 'https:') {
      // Bearer tokens are readable without TLS; the SDK refuses it as well.
      throw new TypeError(`azure.endpoint must be an https address: ${options.endpoint}`);
    }
    this.#options = options;
    this.#budget = new RateBudget(options.callsPerSecond);
    this.#graphBudget = new RateBudget(options.queriesPerSecond);
  }

  usage(): SourceUsage {
    return { calls: this.#calls, throttled: this.#throttled, byAction: new Map(this.#byAction) };
  }

  /**
   * Makes one call, with retries. Throws for aborts and bugs only.
   *
   * @param place subscription or tenant: what a refusal holds for.
   */
  async call<T>(
    action: string,
    place: string,
    signal: AbortSignal,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T>> {
    const key = `${action}|${place}`.toLowerCase();
    const refused = this.#denied.get(key);
    if (refused !== undefined) return { ok: false, failure: refused };
    const isGraph = action === graphAction;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      await pause(isGraph ? this.#graphBudget.reserve('graph') : this.#budget.reserve(place), signal);
      if (isGraph) await pause(this.#graphRests - performance.now(), signal);
      this.#calls += 1;
      this.#byAction.set(action, (this.#byAction.get(action) ?? 0) + 1);
      try {
        return { ok: true, value: await this.#within(signal, send) };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const failure = sortError(error, action);
        if (failure.type === 'throttled') this.#throttled += 1;
        if (failure.transient && attempt < this.#options.attempts) {
          await pause(this.#delay(attempt, failure), signal);
          continue;
        }
        if (failure.type === 'denied') this.#denied.set(key, failure);
        return { ok: false, failure };
      }
    }
  }

  /** Whether an address that came from outside is one that may be followed: ours goes along with a token. */
  mayAsk(address: string): boolean {
    const url = URL.parse(address);
    return url !== null && url.origin === this.#origin() && isAllowedRequest('GET', url.href);
  }

  #origin(): string {
    return new URL(this.#options.endpoint ?? publicEndpoint).origin;
  }

  /** Resource Graph told how long its quota is used up. */
  restGraph(milliseconds: number): void {
    this.#graphRests = Math.max(this.#graphRests, performance.now() + Math.min(milliseconds, maxDelay));
  }

  graph(): Promise<ResourceGraphClient> {
    this.#graph ??= (async () => {
      const { ResourceGraphClient: Client } = await import('@azure/arm-resourcegraph');
      return this.#guard(new Client(await this.credential(), this.#settings()));
    })();
    return this.#graph;
  }

  subscriptions(): Promise<SubscriptionClient> {
    this.#subscriptions ??= (async () => {
      const { SubscriptionClient: Client } = await import('@azure/arm-resources-subscriptions');
      return this.#guard(new Client(await this.credential(), this.#settings()));
    })();
    return this.#subscriptions;
  }

  async manager(subscription: string): Promise<ResourceManagementClient> {
    const kept = this.#managers.get(subscription);
    if (kept !== undefined) return kept;
    const { ResourceManagementClient: Client } = await import('@azure/arm-resources');
    const made = this.#guard(new Client(await this.credential(), subscription, this.#settings()));
    this.#managers.set(subscription, made);
    return made;
  }

  /** The injected token, else the chain of Azure's own identity library, loaded when it is first needed. */
  credential(): Promise<Credential> {
    this.#credential ??= this.#makeCredential();
    return this.#credential;
  }

  async #makeCredential(): Promise<Credential> {
    const { token, tenantId, clientId, proxy, identity, timeout, backoffBase } = this.#options;
    if (token !== undefined) return { getToken: () => token() };
    if (identity !== undefined) {
      if (tenantId === undefined || clientId === undefined) {
        throw new TypeError('azure.identity needs azure.tenantId and azure.clientId');
      }
      const ca = this.#authorities();
      const pipeline = {
        retryOptions: { maxRetries: 2, retryDelayInMs: backoffBase },
        ...(ca === undefined ? {} : { tlsOptions: { ca } }),
        ...(proxy === undefined ? {} : { proxyOptions: proxyOf(proxy) }),
      };
      return federatedCredential({ tenantId, clientId, identity, timeout, pipeline });
    }
    const { DefaultAzureCredential } = await import('@azure/identity');
    const chain = new DefaultAzureCredential({
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(clientId === undefined
        ? {}
        : { managedIdentityClientId: clientId, workloadIdentityClientId: clientId }),
      ...(proxy === undefined ? {} : { proxyOptions: proxyOf(proxy) }),
    });
    return {
      getToken: async (scopes, options) => {
        const found = await chain.getToken(scopes, options);
        if (found === null) throw new NoCredential('no credential of the chain gave a token');
        return found;
      },
    };
  }

  #settings() {
    const { endpoint, proxy, timeout } = this.#options;
    const ca = this.#authorities();
    return {
      endpoint: endpoint ?? publicEndpoint,
      // Retries are made here, where the budget of the whole scan is known.
      retryOptions: { maxRetries: 0 },
      ...(ca === undefined ? {} : { tlsOptions: { ca } }),
      ...(proxy === undefined ? {} : { proxyOptions: proxyOf(proxy) }),
      requestOptions: { timeout },
    };
  }

  #authorities(): string[] | undefined {
    const { ca, caFile } = this.#options;
    const more = [
      ...(ca === undefined ? [] : [ca]),
      ...(caFile === undefined ? [] : [readFileSync(caFile, 'utf8')]),
    ];
    return more.length === 0 ? undefined : [...getCACertificates('default'), ...more];
  }

  /** Refuses what is not on the allow-list or not Azure's own address, and says who we are, and nothing else. */
  #guard<C extends { readonly pipeline: unknown }>(client: C): C {
    const origin = this.#origin();
    const pipeline = client.pipeline as {
      addPolicy(
        policy: {
          readonly name: string;
          sendRequest(
            request: PipelineRequest,
            next: (request: PipelineRequest) => Promise<unknown>,
          ): Promise<unknown>;
        },
        options: { readonly afterPhase: 'Sign' },
      ): void;
    };
    pipeline.addPolicy(
      {
        name: 'plumblineAllowList',
        sendRequest: async (request, next) => {
          if (new URL(request.url).origin !== origin) {
            // It would be handed our token.
            throw new AzureSourceBug(`a request to ${new URL(request.url).origin} is not one to ${origin}`);
          }
          if (!isAllowedRequest(request.method, request.url)) {
            const { pathname } = new URL(request.url);
            throw new AzureSourceBug(
              `${request.method} ${pathname} is not on the list of requests that may be made`,
            );
          }
          request.headers.set('User-Agent', userAgent);
          request.headers.set('x-ms-useragent', userAgent);
          return next(request);
        },
      },
      { afterPhase: 'Sign' },
    );
    return client;
  }

  async #within<T>(signal: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#options.timeout);
    const either = AbortSignal.any([signal, late.signal]);
    const gaveUp = new Promise<never>((_, reject) => {
      either.addEventListener('abort', () => reject(either.reason as Error), { once: true });
    });
    const work = send(either);
    work.catch(() => {});
    gaveUp.catch(() => {});
    try {
      return await Promise.race([work, gaveUp]);
    } catch (error) {
      if (late.signal.aborted && !signal.aborted) {
        throw new NoAnswer(`no answer within ${this.#options.timeout} ms`, { cause: error });
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Doubles from the base, half of it by chance so that callers spread; a service's own wish comes first. */
  #delay(attempt: number, failure: Failure): number {
    if (failure.wait !== undefined) return Math.min(failure.wait, maxDelay);
    const full = Math.min(this.#options.backoffBase * 2 ** (attempt - 1), maxDelay);
    return full / 2 + (Math.random() * full) / 2;
  }
}

/** The one call that reads in bulk; whoever may read anything may make it. */
export const graphAction = 'Microsoft.ResourceGraph/resources/read';

const proxyOf = (address: string): { host: string; port: number; username?: string; password?: string } => {
  const url = new URL(address);
  return {
    host: `${url.protocol}//${url.hostname}`,
    port: Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
};
