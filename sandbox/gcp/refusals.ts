/** How Google Cloud refuses: gRPC's status, the service's own words, and a reason in the details. */
import type { FaultEffect } from '../contract.ts';
import { statusDetails } from './wire.ts';

export const codes = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  denied: 7,
  exhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, message: string, reason = '') {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

export const denial = (permission: string, parent: string): Refusal =>
  new Refusal(
    codes.denied,
    `Permission '${permission}' denied on resource '//cloudresourcemanager.googleapis.com/${parent}' (or it may not exist).`,
    'IAM_PERMISSION_DENIED',
  );

export const overQuota = (): Refusal =>
  new Refusal(
    codes.exhausted,
    "Quota exceeded for quota metric 'ListAssets requests' and limit 'ListAssets requests per minute'",
    'RATE_LIMIT_EXCEEDED',
  );

export const wrongTime = (): Refusal =>
  new Refusal(codes.invalidArgument, 'read_time must be within the last 35 days');

const byStatus: Readonly<Record<number, number>> = { 503: codes.unavailable, 504: codes.deadlineExceeded };

/** What an effect puts in an answer's place; undefined for one that lets an answer come. */
export const refusalOf = (effect: FaultEffect, permission: string): Refusal | undefined => {
  switch (effect.type) {
    case 'deny':
      return effect.by === 'scp'
        ? new Refusal(
            codes.denied,
            "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: x",
            'SECURITY_POLICY_VIOLATED',
          )
        : denial(permission, 'organizations/0');
    case 'throttle':
      return overQuota();
    case 'error':
      return effect.code === 'SERVICE_DISABLED'
        ? new Refusal(
            codes.denied,
            'Cloud Asset API has not been used in project 0 before or it is disabled.',
            'SERVICE_DISABLED',
          )
        : new Refusal(byStatus[effect.status] ?? codes.internal, effect.code);
    case 'expire-credentials':
    case 'reject-credentials':
      return new Refusal(
        codes.unauthenticated,
        'Request had invalid authentication credentials. Expected OAuth 2 access token.',
        'ACCESS_TOKEN_EXPIRED',
      );
    case 'shift-clock':
      return wrongTime();
    default:
      return undefined;
  }
};

/** As a record of calls tells it. */
export const httpStatus = (code: number): number =>
  ({
    [codes.invalidArgument]: 400,
    [codes.unauthenticated]: 401,
    [codes.denied]: 403,
    [codes.exhausted]: 429,
    [codes.unavailable]: 503,
    [codes.deadlineExceeded]: 504,
  })[code] ?? 500;

export interface Status {
  readonly code: number;
  readonly details: string;
  /** For the trailer `grpc-status-details-bin`; undefined where the service gives no reason. */
  readonly trailer: Buffer | undefined;
}

export const statusOf = ({ code, message, reason }: Refusal, permission: string): Status => ({
  code,
  details: message,
  trailer:
    reason === ''
      ? undefined
      : statusDetails(code, message, reason, { permission, service: 'cloudasset.googleapis.com' }),
});
