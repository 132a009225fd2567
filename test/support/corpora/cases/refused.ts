/** Questions about a call to Azure or Google Cloud that failed, sorted as the product sorts it. */
import type { Unread } from '#model/reading.ts';
import { sortError as sortAzureError } from '#sources/azure/errors.ts';
import { unreadOf } from '#sources/failure.ts';
import { sortError as sortGcpError, unreadOf as unreadOfGcp } from '#sources/gcp/errors.ts';
import { permissions } from '#sources/gcp/operations.ts';
import type { PlainAdapter } from '../contract.ts';
import { field, isFields, objectsIn, text } from '../input.ts';

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : /^\d+$/.test(text(value) ?? '') ? Number(value) : undefined;

/** gRPC's number of a status, by its name or by that of HTTP. */
const grpcCodes: Readonly<Record<string, number>> = {
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNAVAILABLE: 14,
  DEADLINE_EXCEEDED: 4,
  UNAUTHENTICATED: 16,
  INTERNAL: 13,
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  429: 8,
  500: 13,
  503: 14,
};

export interface ForeignFailure {
  readonly unread: Unread;
  readonly transient: boolean;
}

/** Undefined where nothing in the input has failed. */
export const foreignFailure = (provider: string, input: unknown): ForeignFailure | undefined => {
  const holder = [...objectsIn(input)].find((one) => isFields(one['error']) || isFields(one['Error']));
  const error = field(holder, 'error') ?? field(holder, 'Error');
  if (holder === undefined || !isFields(error)) return undefined;
  const message = text(field(error, 'message')) ?? '';
  const action = permissionIn(message) ?? text(holder['call']) ?? text(holder['op']) ?? '';
  const thrown = new Error(message);
  if (provider === 'azure') {
    const statusCode = numberOf(field(error, 'status')) ?? numberOf(field(error, 'statusCode')) ?? 400;
    const failure = sortAzureError(Object.assign(thrown, { statusCode, code: field(error, 'code') }), action);
    return failure.type === 'absent'
      ? undefined
      : { unread: unreadOf(failure), transient: failure.transient };
  }
  const status = text(field(error, 'status')) ?? '';
  const number = numberOf(field(error, 'code'));
  const code = grpcCodes[status] ?? (number !== undefined && number > 16 ? grpcCodes[number] : number);
  if (code === undefined) return undefined;
  const reason = text(field(error, 'reason'));
  const failure = sortGcpError(
    Object.assign(thrown, { code, ...(reason === undefined ? {} : { reason }) }),
    permissions.RESOURCE,
  );
  // The product makes one call only; of another one, the message says what would permit it.
  const { missing: _own, ...unread } = unreadOfGcp(failure);
  return {
    unread: action === '' || unread.reason !== 'denied' ? unread : { ...unread, missing: action },
    transient: failure.transient,
  };
};

/** As the clouds word it: `perform action 'Microsoft.…/read'`, `Permission 'storage.…' denied`, `Missing X.Read.All`. */
const permissionIn = (message: string): string | undefined =>
  /perform action '([^']+)'/i.exec(message)?.[1] ??
  /\bpermission '([\w.]+)' denied/i.exec(message)?.[1] ??
  /does not have ([a-z]+(?:\.[a-zA-Z]+)+) (?:access|permission)/.exec(message)?.[1] ??
  /\bmissing ([A-Z]\w+(?:\.\w+)+)/i.exec(message)?.[1];

export const askRefused: PlainAdapter = ({ provider, input }) => {
  const failure = foreignFailure(provider, input);
  if (failure === undefined) return undefined;
  const { missing } = failure.unread;
  return { verdict: 'unknown', ...(missing === undefined || missing === '' ? {} : { missing }) };
};
