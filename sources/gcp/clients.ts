/**
 * The only maker of a Google Cloud client. What holds for every request is held here: the allow-list, the endpoint,
 * the time a try may take, retries, the rate budget, and that a refused call is not made again.
 */
import type { SourceUsage } from '#model/source.ts';
import { MalformedAnswer, NoAnswer } from '#sources/failure.ts';
import { pause } from '#sources/pause.ts';
import { RateBudget } from '#sources/rate-budget.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Failure } from './errors.ts';
import { asCredentialsError, GcpSourceBug, sortError } from './errors.ts';
import type { FederatedClient } from './federated-client.ts';
import { federatedClient } from './federated-client.ts';
import type { ListRequest, Permission } from './operations.ts';
import { isParent, permissions } from './operations.ts';
import type { GcpOptions } from './options.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export interface Page {
  readonly assets: readonly unknown[];
  /** Empty on the last page. */
  readonly next: string;
}

/** What is used of the SDK's client. */
interface AssetClient {
  /** Finds credentials and opens the channel. */
  initialize(): Promise<unknown>;
  listAssets(request: object, options: object): Promise<unknown[]>;
  close(): Promise<void>;
}

/** No single wait is longer. */
const maxDelay = 30_000;

export class GcpClients {
  readonly #options: GcpOptions;
  readonly #budget: RateBudget;
  readonly #denied = new Map<string, Failure>();
  readonly #byAction = new Map<string, number>();
  #client: Promise<AssetClient> | undefined;
  #identity: Promise<FederatedClient> | undefined;
  #calls = 0;
  #throttled = 0;

  constructor(options: GcpOptions) {
    if (options.endpoint !== undefined) loopbackOf(options.endpoint);
    if (options.identity?.endpoint !== undefined) loopbackOf(options.identity.endpoint);
    if (options.identity !== undefined && options.endpoint !== undefined && !options.identity.endpoint) {
      throw new TypeError('gcp.identity.endpoint must be set where gcp.endpoint is: loopback has no TLS');
    }
    this.#options = options;
    // A minute's worth is not sent at once: the quota counts a sliding window.
    this.#budget = new RateBudget(options.callsPerMinute / 60);
  }

  /** One page, with retries. Throws for aborts and bugs only. */
  async list(request: ListRequest, signal: AbortSignal): Promise<Outcome<Page>> {
    const permission = permissions[request.content];
    if (permission === undefined) throw new GcpSourceBug(`${request.content} is not on the list of contents`);
    if (!isParent(request.parent)) throw new GcpSourceBug(`${request.parent} is no parent of assets`);
    const key = `${permission}|${request.parent}`;
    const refused = this.#denied.get(key);
    if (refused !== undefined) return { ok: false, failure: refused };
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      await pause(this.#budget.reserve('ListAssets'), signal);
      try {
        return { ok: true, value: await this.#try(request, permission, signal) };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const failure = sortError(error, permission);
        if (failure.reason === 'throttled') this.#throttled += 1;
        if (failure.transient && attempt < this.#options.attempts) {
          await pause(this.#delay(attempt), signal);
          continue;
        }
        if (failure.reason === 'denied') this.#denied.set(key, failure);
        return { ok: false, failure };
      }
    }
  }

  usage(): SourceUsage {
    return { calls: this.#calls, throttled: this.#throttled, byAction: new Map(this.#byAction) };
  }

  async #try(request: ListRequest, permission: Permission, signal: AbortSignal): Promise<Page> {
    const { client, token } = await this.#open();
    this.#calls += 1;
    this.#byAction.set(permission, (this.#byAction.get(permission) ?? 0) + 1);
    const { timeout } = this.#options;
    // The SDK has no abort for a call of this kind, so the wait is what ends; the deadline ends the call itself.
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeout + 250)]);
    const gaveUp = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
    });
    gaveUp.catch(() => {});
    const work = client.listAssets(
      {
        parent: request.parent,
        contentType: request.content,
        assetTypes: request.kinds,
        readTime: { seconds: request.readTime, nanos: 0 },
        pageSize: this.#options.pageSize,
        pageToken: request.pageToken,
      },
      // Retries are ours: one try is one request. Auto-paging would hold the whole estate.
      { autoPaginate: false, timeout, retry: { retryCodes: [] }, ...headersOf(this.#options, token) },
    );
    work.catch(() => {});
    try {
      const answer = await Promise.race([work, gaveUp]);
      return pageOf(answer);
    } catch (error) {
      if (late.aborted && !signal.aborted) {
        throw new NoAnswer(`no answer within ${timeout} ms`, { cause: error });
      }
      throw error;
    }
  }

  /**
   * Waits for the client to be ready: a call that finds it without credentials would also reject a promise that nobody
   * has, and end the process.
   */
  async #open(): Promise<{ readonly client: AssetClient; readonly token: string | undefined }> {
    const { identity, timeout } = this.#options;
    if (identity !== undefined) this.#identity ??= federatedClient(identity, timeout);
    const federated = await this.#identity;
    // Before the call, so that a refusal is told in its own words.
    const token = await federated?.token();
    this.#client ??= openClient(this.#options, federated);
    const client = await this.#client;
    try {
      await client.initialize();
      return { client, token };
    } catch (error) {
      // The next try looks again.
      this.#client = undefined;
      throw asCredentialsError(error);
    }
  }

  /** Doubles from the base, half of it by chance so that callers spread. */
  #delay(attempt: number): number {
    const full = Math.min(this.#options.backoffBase * 2 ** (attempt - 1), maxDelay);
    return full / 2 + (Math.random() * full) / 2;
  }
}

/** On loopback there is no TLS for the token to go along with by itself; it is the sandbox's own. */
const headersOf = ({ quotaProject, endpoint }: GcpOptions, token: string | undefined): object => {
  const headers = {
    ...(quotaProject === undefined || endpoint !== undefined ? {} : { 'x-goog-user-project': quotaProject }),
    ...(token === undefined || endpoint === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return Object.keys(headers).length === 0 ? {} : { otherArgs: { headers } };
};

/**
 * With auto-paging off, the SDK answers `[assets, next request, whole response]`. A message without members is a valid
 * one on this wire, and would be a list that has come to its end: that it says of which moment it is tells it apart
 * from an answer that lost what it held.
 */
const pageOf = (answer: readonly unknown[]): Page => {
  const response = answer[2] as
    | { readonly assets?: unknown; readonly nextPageToken?: unknown; readonly readTime?: unknown }
    | undefined;
  const assets = response?.assets;
  const next = response?.nextPageToken ?? '';
  if (!Array.isArray(assets) || typeof next !== 'string') {
    throw new GcpSourceBug('the client did not hand over the whole response');
  }
  if (typeof response?.readTime !== 'object' || response.readTime === null) {
    throw new MalformedAnswer('the answer does not say of which moment it is');
  }
  return { assets, next };
};

/** Loaded when first needed: an estate without Google Cloud does not pay for it. */
const openClient = async (
  options: GcpOptions,
  federated: FederatedClient | undefined,
): Promise<AssetClient> => {
  // By their default: what a bundler makes of these older modules has nothing else.
  const { v1 } = (await import('@google-cloud/asset')).default;
  const about = { libName: 'plumbline', libVersion: packageJson.version };
  if (options.endpoint === undefined) {
    // The number of the pool's project spares a look-up that the account has no permission for.
    const projectId = options.quotaProject ?? options.identity?.provider.split('/')[1];
    return new v1.AssetServiceClient({
      ...about,
      ...(projectId === undefined ? {} : { projectId }),
      ...(federated === undefined ? {} : { authClient: federated.authClient as never }),
    }) as unknown as AssetClient;
  }
  const [{ default: grpc }, { default: auth }] = await Promise.all([
    import('@grpc/grpc-js'),
    import('google-auth-library'),
  ]);
  const { host, port } = loopbackOf(options.endpoint);
  return new v1.AssetServiceClient({
    ...about,
    apiEndpoint: host,
    port,
    projectId: 'loopback',
    // With a client of its own, nobody looks for credentials or a metadata server.
    authClient: new auth.PassThroughClient() as never,
    sslCreds: grpc.credentials.createInsecure() as never,
  }) as unknown as AssetClient;
};

/** @throws TypeError for anything that is not on loopback: what is sent there is sent in the clear. */
const loopbackOf = (endpoint: string): { readonly host: string; readonly port: number } => {
  const url = URL.parse(endpoint);
  const isLoopback =
    url !== null && (url.hostname === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname));
  if (url?.protocol !== 'http:' || !isLoopback || url.port === '') {
    throw new TypeError(`gcp.endpoint must be http on loopback with a port: ${endpoint}`);
  }
  return { host: url.hostname, port: Number(url.port) };
};
