/** AWS IAM kinds: what `GetAccountAuthorizationDetails` and the credential report tell of one identity. */
import type { PolicyDocument } from '../policy/document.ts';

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A managed policy by reference: its document is on the `AWS::IAM::Policy` resource. */
export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

export interface IdentityPolicies {
  readonly inline: readonly NamedPolicy[];
  readonly attached: readonly AttachedPolicy[];
  /** ARN of the permissions boundary, or `none`. */
  readonly boundary: string;
}

/** Times are ISO 8601 UTC; `none` where the event never happened or does not apply. */
export interface AccessKey {
  readonly slot: 1 | 2;
  readonly active: boolean;
  readonly lastRotated: string;
  readonly lastUsed: string;
}

/** One row of the credential report. */
export interface Credentials {
  readonly createdAt: string;
  readonly passwordEnabled: boolean;
  readonly passwordLastUsed: string;
  readonly passwordLastChanged: string;
  readonly mfaActive: boolean;
  readonly accessKeys: readonly AccessKey[];
  readonly certificates: number;
}

export interface IamUser {
  readonly path: string;
  readonly policies: IdentityPolicies;
  readonly groups: readonly string[];
  readonly credentials: Credentials;
}

export interface IamGroup {
  readonly path: string;
  readonly policies: IdentityPolicies;
}

export interface IamRole {
  /** `/aws-service-role/…` is reserved for AWS; `/service-role/` is not. */
  readonly path: string;
  /** Not named `trust`, which is an analysis: a check is handed both in one object. */
  readonly trustPolicy: PolicyDocument;
  readonly policies: IdentityPolicies;
  /** Last use in the tracking period (400 days), or `none`. */
  readonly lastUsed: string;
  readonly createdAt: string;
}

export interface IamPolicy {
  /** The default version. */
  readonly document: PolicyDocument;
  readonly usage: {
    readonly attachments: number;
    readonly asBoundary: number;
  };
}

/** `none`: the account never set one, so AWS's default of 8 characters applies. */
export type PasswordPolicy =
  | 'none'
  | {
      readonly minimumLength: number;
      readonly requireSymbols: boolean;
      readonly requireNumbers: boolean;
      readonly requireUppercase: boolean;
      readonly requireLowercase: boolean;
      /** Number of remembered passwords; 0 when reuse is allowed. */
      readonly reusePrevention: number;
      /** Days; 0 when passwords never expire. */
      readonly maxAge: number;
    };

/** `GetAccountSummary`. */
export interface AccountSummary {
  readonly rootMfaEnabled: boolean;
  readonly rootAccessKeysPresent: boolean;
  readonly rootSigningCertificatesPresent: boolean;
}

/** Account-wide facts. AWS Config uses the same type name for rules on a whole account. */
export interface AwsAccount {
  readonly summary: AccountSummary;
  readonly passwordPolicy: PasswordPolicy;
  /** The report's `<root_account>` row. */
  readonly rootCredentials: Credentials;
  /** True when the root user's MFA device is one of the account's virtual ones. */
  readonly rootMfaVirtual: boolean;
  /** Its own trails in the scanned regions, complete or not read at all. */
  readonly trails: readonly TrailFacts[];
  /** Trails that cover it from elsewhere: those of its organisation, and of regions outside the scan. */
  readonly otherTrails: readonly TrailFacts[];
  /**
   * Whether those of both lists that are set to record everything do: asked one after the other until one does, its own
   * first. Unread where none of those that could be asked does and one could not.
   */
  readonly trailStatus: readonly TrailStatus[];
  /** `none`: the account has no block of its own. */
  readonly publicAccessBlock: PublicAccessBlock;
}

export interface TrailFacts {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly includesGlobalServices: boolean;
  readonly validatesLogFiles: boolean;
  /** KMS key ARN or id, or `none`. */
  readonly kmsKey: string;
  readonly bucket: string;
  /** CloudWatch log group ARN, or `none`. */
  readonly logGroup: string;
  /** It was told which events to record; false: all management events. */
  readonly selectsEvents: boolean;
}

/** Set to record every region and the services that have none; whether it does is its status. */
export const isSetToRecordAll = (trail: TrailFacts): boolean =>
  trail.multiRegion && trail.includesGlobalServices;

export interface TrailStatus {
  readonly arn: string;
  /** As its home region says: what a trail is set to record says nothing of it. */
  readonly logging: boolean;
  /** Why its bucket takes no files, in the words of S3 (`NoSuchBucket`), or `none`. Hostile text. */
  readonly deliveryError: string;
  /**
   * Which management events it records. `some`: by a condition that is not followed. Events of KMS and of the RDS Data API may
   * be left out of `all`. `unasked` where it records none anyway.
   */
  readonly events: 'all' | 'reads' | 'writes' | 'some' | 'none' | 'unasked';
}

export const isRecordingAll = ({ logging, deliveryError, events }: TrailStatus): boolean =>
  logging && deliveryError === 'none' && events === 'all';

/** All false is what `none` amounts to; they are kept apart for evidence. */
export type PublicAccessBlock =
  | 'none'
  | {
      readonly blockPublicAcls: boolean;
      readonly ignorePublicAcls: boolean;
      readonly blockPublicPolicy: boolean;
      readonly restrictPublicBuckets: boolean;
    };
