/** What IAM knows of an account: the source of every IAM answer and of the IAM items in AWS Config. */
import type { JsonObject, Series } from './series.ts';

export interface PolicyText {
  readonly name: string;
  readonly document: JsonObject;
}

export interface AttachedFacts {
  readonly name: string;
  readonly arn: string;
}

interface KeyFacts {
  readonly active: boolean;
  readonly lastRotated: string;
  /** `none`: never used. */
  readonly lastUsed: string;
}

/** Times are ISO 8601, or `none`. */
export interface CredentialFacts {
  readonly createdAt: string;
  readonly passwordEnabled: boolean;
  readonly passwordLastUsed: string;
  readonly passwordLastChanged: string;
  readonly mfa: 'none' | 'virtual' | 'hardware';
  readonly keys: readonly KeyFacts[];
  readonly certificates: number;
}

export interface PrincipalFacts {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly inline: readonly PolicyText[];
  readonly attached: readonly AttachedFacts[];
}

export interface UserFacts extends PrincipalFacts {
  /** ARN, or `none`. */
  readonly boundary: string;
  readonly groups: readonly string[];
  readonly tags: readonly (readonly [string, string])[];
  readonly credentials: CredentialFacts;
}

export type GroupFacts = PrincipalFacts;

export interface RoleFacts extends PrincipalFacts {
  readonly boundary: string;
  readonly trust: JsonObject;
  readonly tags: readonly (readonly [string, string])[];
  readonly lastUsed: string;
}

export interface PolicyFacts {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly document: JsonObject;
  /** The version before the default one, when there is one. */
  readonly previous?: JsonObject;
  readonly attachments: number;
  readonly asBoundary: number;
}

interface PasswordPolicyFacts {
  readonly minimumLength: number;
  readonly symbols: boolean;
  readonly numbers: boolean;
  readonly uppercase: boolean;
  readonly lowercase: boolean;
  /** 0: reuse is allowed. */
  readonly reusePrevention: number;
  /** Days; 0: no expiry. */
  readonly maxAge: number;
}

export interface IamFacts {
  readonly alias: string;
  readonly root: CredentialFacts;
  readonly passwordPolicy: PasswordPolicyFacts | 'none';
  readonly users: Series<UserFacts>;
  readonly groups: Series<GroupFacts>;
  readonly roles: Series<RoleFacts>;
  readonly policies: Series<PolicyFacts>;
  /** AWS-managed policies that something is attached to. */
  readonly awsPolicies: Series<PolicyFacts>;
}
