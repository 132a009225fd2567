/** What the factory needs of an SDK client, whichever service it is of. */
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

export interface ClientSettings {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly endpoint?: string;
  /** Retries are ours: one try is one request. */
  readonly maxAttempts: 1;
  /** Milliseconds that the clock of AWS is ahead of ours, as far as another client has learned it. */
  readonly systemClockOffset: number;
  readonly requestHandler: {
    readonly httpAgent: HttpAgent;
    readonly httpsAgent: HttpsAgent;
    readonly connectionTimeout: number;
  };
}

interface MiddlewareContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

type Handler = (args: { input: object; request?: unknown }) => Promise<unknown>;

/** Structural view of an SDK v3 client: its generics differ from service to service and mean nothing here. */
export interface SdkClient {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  /** The SDK keeps here what it learns from the dates of the answers. */
  readonly config: { readonly systemClockOffset?: number };
  readonly middlewareStack: {
    add(
      middleware: (next: Handler, context: MiddlewareContext) => Handler,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
    add(
      middleware: (next: Handler, context: MiddlewareContext) => Handler,
      options: { step: 'build'; name: string; priority: 'low' },
    ): void;
  };
}

/** One service's client class with the commands of the allow-list. */
export interface ServiceModule {
  readonly open: (settings: ClientSettings) => SdkClient;
  readonly commands: Readonly<Record<string, new (input: never) => object>>;
}
