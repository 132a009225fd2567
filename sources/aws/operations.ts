/** Every operation that this product ever asks AWS for, by the IAM action that permits it. */
import type { Commands, Service } from './services.ts';

/** Actions that are not named after their service and operation. */
const elsewhere = {
  'tag:GetResources': ['tagging', 'GetResources'],
  'cloudformation:ListResources': ['cloudcontrol', 'ListResources'],
  's3:GetEncryptionConfiguration': ['s3', 'GetBucketEncryption'],
  's3:GetBucketPublicAccessBlock': ['s3', 'GetPublicAccessBlock'],
  's3:ListAllMyBuckets': ['s3', 'ListBuckets'],
  's3:GetAccountPublicAccessBlock': ['s3control', 'GetPublicAccessBlock'],
} as const satisfies Readonly<
  Record<string, { readonly [S in Service]: readonly [S, keyof Commands<S>] }[Service]>
>;

type Elsewhere = typeof elsewhere;

type OperationsElsewhere<S extends Service> = Extract<Elsewhere[keyof Elsewhere], readonly [S, string]>[1];

export type Action =
  | keyof Elsewhere
  | { [S in Service]: `${S}:${Exclude<keyof Commands<S> & string, OperationsElsewhere<S>>}` }[Service];

interface SdkCommand {
  readonly input: object;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ readonly output: object }>;
}

/** What an SDK's command takes and gives. */
type Io<C> = C extends SdkCommand ? [C['input'], Given<C>] : never;

type Given<C extends SdkCommand> = Awaited<ReturnType<ReturnType<C['resolveMiddleware']>>>['output'];

type Command<S extends Service, O> = O extends keyof Commands<S>
  ? Commands<S>[O] extends new (
      input: never,
    ) => infer C
    ? C
    : never
  : never;

type CommandOf<A extends Action> = A extends keyof Elsewhere
  ? Command<Elsewhere[A][0], Elsewhere[A][1]>
  : A extends `${infer S extends Service}:${infer O}`
    ? Command<S, O>
    : never;

/** Action → what it takes and gives. */
type Operations = { [A in Action]: Io<CommandOf<A>> };

export type InputOf<A extends Action> = Operations[A][0];
export type OutputOf<A extends Action> = Operations[A][1];

const named = (action: Action): readonly [service: Service, operation: string] | undefined =>
  Object.hasOwn(elsewhere, action) ? elsewhere[action as keyof Elsewhere] : undefined;

export const serviceOf = (action: Action): Service =>
  named(action)?.[0] ?? (action.slice(0, action.indexOf(':')) as Service);

export const operationOf = (action: Action): string =>
  named(action)?.[1] ?? action.slice(action.indexOf(':') + 1);

/**
 * Services of which one permission covers many operations: API Gateway's are named after the method of HTTP.
 * Source: Service Authorization Reference, "Actions for Amazon API Gateway Management" (and V2).
 */
export const permissionOf = (action: Action): string =>
  /^apigateway(?:v2)?:/.test(action) ? 'apigateway:GET' : action;
