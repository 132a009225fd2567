/**
 * The only maker of AWS SDK clients. Everything that holds for every request is held here: the allow-list, the
 * endpoint, proxy and certificate authorities, the time a try may take, retries, the rate budget, the user agent,
 * and that a refused call is not made again.
 */
import type { SourceUsage } from '#model/source.ts';
import { NoAnswer } from '#sources/failure.ts';
import { pause } from '#sources/pause.ts';
import { RateBudget } from '#sources/rate-budget.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Failure } from './errors.ts';
import { AwsSourceBug, sortError } from './errors.ts';
import type { Action, InputOf, OutputOf } from './operations.ts';
import { operationOf, permissionOf, serviceOf } from './operations.ts';
import type { AwsOptions } from './options.ts';
import type { ClientSettings, SdkClient, ServiceModule } from './services/connection.ts';
import type { Service } from './services.ts';
import { services } from './services.ts';
import { checkEndpoint, requestHandler } from './transport.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Whose call it is and where; region `global` for IAM and its like. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Where the credentials for a call come from. */
export interface Session {
  credentials(signal: AbortSignal): Promise<Outcome<AwsCredentials>>;
  /** Forgets credentials that a service called expired. False when there is no way to get new ones. */
  renew(): boolean;
}

export const userAgent = `plumbline/${packageJson.version}`;

/** Open clients kept for reuse; one costs about 100 KiB, and an organisation has thousands of places. */
const maxClients = 64;
/** No single wait is longer, whatever a service asks for. */
const maxDelay = 20_000;

export class AwsClients {
  readonly #options: AwsOptions;
  readonly #budget: RateBudget;
  readonly #handler: ClientSettings['requestHandler'];
  /** In order of last use. */
  readonly #clients = new Map<string, SdkClient>();
  /** Action × account × region that refused once in this scan, whatever it was asked about. */
  readonly #denied = new Map<string, Failure>();
  readonly #byAction = new Map<string, number>();
  #calls = 0;
  #throttled = 0;
  #clockOffset = 0;

  constructor(options: AwsOptions) {
    checkEndpoint(options.endpoint);
    this.#options = options;
    this.#budget = new RateBudget(options.callsPerSecond);
    this.#handler = requestHandler(options);
  }

  /**
   * Makes one call, with retries. Throws for aborts and bugs only.
   *
   * @param scope what a refusal holds for; the account of the place unless said otherwise.
   */
  async call<A extends Action>(
    action: A,
    place: Place,
    input: InputOf<A>,
    session: Session,
    signal: AbortSignal,
    scope: string = place.account,
  ): Promise<Outcome<OutputOf<A>>> {
    const key = `${action}|${scope}|${place.region}`;
    const refused = this.#denied.get(key);
    if (refused !== undefined) return { ok: false, failure: refused };
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const credentials = await session.credentials(signal);
      if (!credentials.ok) return credentials;
      await pause(this.#budget.reserve(`${action}|${place.region}`), signal);
      try {
        return { ok: true, value: await this.#try(action, place, input, credentials.value, signal) };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const failure = sortError(error, permissionOf(action));
        if (failure.type === 'throttled') this.#throttled += 1;
        const skewed = failure.type === 'unavailable' && (isClockCorrected(error) || isClockError(error));
        // What is refused for its date says nothing of the session.
        if (failure.expired && !skewed && !renewed && session.renew()) {
          renewed = true;
          continue;
        }
        if ((failure.transient || skewed) && attempt < this.#options.attempts) {
          await pause(this.#delay(attempt, error), signal);
          continue;
        }
        if (failure.type === 'denied' && failure.byResource !== true) this.#denied.set(key, failure);
        return { ok: false, failure };
      }
    }
  }

  /** Milliseconds that the clock of AWS is ahead of this machine's, by the dates of its answers; 0 until one differs. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  usage(): SourceUsage {
    return { calls: this.#calls, throttled: this.#throttled, byAction: new Map(this.#byAction) };
  }

  /** An SDK client with everything above in force; `call` is the way to use it. */
  async open(service: Service, region: string, credentials: AwsCredentials): Promise<SdkClient> {
    const place = `${service}|${region}|${credentials.accessKeyId}`;
    const kept = this.#clients.get(place);
    if (kept !== undefined) {
      this.#clients.delete(place);
      this.#clients.set(place, kept);
      return kept;
    }
    const module = await moduleOf(service);
    const client = module.open({
      region,
      credentials: {
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
        ...(credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken }),
      },
      ...(this.#options.endpoint === undefined ? {} : { endpoint: this.#options.endpoint }),
      maxAttempts: 1,
      // Each client would find out by a refused call of its own.
      systemClockOffset: this.#clockOffset,
      requestHandler: this.#handler,
    });
    guard(client, module);
    this.#clients.set(place, client);
    for (const oldest of this.#clients.keys()) {
      if (this.#clients.size <= maxClients) break;
      // Not destroyed: the agents are shared, and a call may be under way.
      this.#clients.delete(oldest);
    }
    return client;
  }

  /** For the credential chain's own calls (SSO, web identity), which the SDK makes itself. */
  chainSettings(): Pick<ClientSettings, 'region' | 'requestHandler'> {
    return { region: this.#options.homeRegion, requestHandler: this.#handler };
  }

  async #try<A extends Action>(
    action: A,
    place: Place,
    input: InputOf<A>,
    credentials: AwsCredentials,
    signal: AbortSignal,
  ): Promise<OutputOf<A>> {
    const service = serviceOf(action);
    const region = place.region === 'global' ? this.#options.homeRegion : place.region;
    const client = await this.open(service, region, credentials);
    const Command = (await moduleOf(service)).commands[operationOf(action)];
    if (Command === undefined) throw new AwsSourceBug(`no command for ${action}`);
    this.#calls += 1;
    this.#byAction.set(action, (this.#byAction.get(action) ?? 0) + 1);
    // A controller for each try, let go with it: a signal made by `AbortSignal.any` would live, with the answer that
    // hangs on its listeners, for as long as the scan's own signal does.
    const stop = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop.abort();
    }, this.#options.timeout);
    const abort = (): void => stop.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    // Raced, since a body that stops half-way is not under the SDK's own abort.
    const gaveUp = new Promise<never>((_, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error), { once: true });
    });
    gaveUp.catch(() => {});
    if (signal.aborted) abort();
    const work = client.send(new Command(input as never) as never, { abortSignal: stop.signal });
    work.catch(() => {});
    try {
      return (await Promise.race([work, gaveUp])) as OutputOf<A>;
    } catch (error) {
      if (late && !signal.aborted) {
        throw new NoAnswer(`no answer within ${this.#options.timeout} ms`, { cause: error });
      }
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#clockOffset = client.config.systemClockOffset ?? this.#clockOffset;
    }
  }

  /** Doubles from the base, half of it by chance so that callers spread; a service's own wish comes first. */
  #delay(attempt: number, error: unknown): number {
    const wished = retryAfter(error);
    if (wished !== undefined) return Math.min(wished, maxDelay);
    const full = Math.min(this.#options.backoffBase * 2 ** (attempt - 1), maxDelay);
    return full / 2 + (Math.random() * full) / 2;
  }
}

const moduleOf = async (service: Service): Promise<ServiceModule> => (await services[service]()).service;

/** Refuses what is not on the allow-list before it is serialised, and says who we are, and nothing else. */
const guard = (client: SdkClient, { commands }: ServiceModule): void => {
  const allowed = new Set(Object.keys(commands).map((operation) => `${operation}Command`));
  client.middlewareStack.add(
    (next, context) => {
      const { clientName = '', commandName = '' } = context;
      return async (args) => {
        if (allowed.has(commandName)) return next(args);
        throw new AwsSourceBug(
          `${clientName} ${commandName} is not on the list of operations that may be called`,
        );
      };
    },
    { step: 'initialize', name: 'plumblineAllowList', priority: 'high' },
  );
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers?: Record<string, string> } | undefined;
      if (request?.headers !== undefined) {
        delete request.headers['x-amz-user-agent'];
        request.headers['user-agent'] = userAgent;
      }
      return next(args);
    },
    { step: 'build', name: 'plumblineUserAgent', priority: 'low' },
  );
};

/** The SDK noticed that our clock is off and signs with the corrected one from now on. */
const isClockCorrected = (error: unknown): boolean =>
  (error as { $metadata?: { clockSkewCorrected?: unknown } }).$metadata?.clockSkewCorrected === true;

/**
 * The service refused the time of the signature. The SDK takes the service's time from each answer, also where the
 * difference is too small for it to say so, as when a clock that had been wrong is right again.
 */
const isClockError = (error: unknown): boolean => {
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return (
    name === 'RequestTimeTooSkewed' ||
    name === 'RequestExpired' ||
    name === 'RequestInTheFuture' ||
    (typeof message === 'string' && /^Signature (?:expired|not yet current)\b/.test(message))
  );
};

/** Milliseconds from `Retry-After` (seconds, or a date), or from `x-amz-retry-after` (milliseconds). */
const retryAfter = (error: unknown): number | undefined => {
  const headers = (error as { $response?: { headers?: Record<string, string | undefined> } }).$response
    ?.headers;
  if (headers === undefined) return undefined;
  const millis = headers['x-amz-retry-after'];
  if (millis !== undefined && /^\d+$/.test(millis)) return Number(millis);
  const header = headers['retry-after'];
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
};
