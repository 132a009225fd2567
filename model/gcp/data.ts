/** Storage, keys, databases, functions, log settings, registries and clusters of Google Cloud. */
import type { AllowPolicy } from './policy.ts';

export interface Bucket {
  readonly settings: {
    readonly uniformAccess: boolean;
    /** Entries of the bucket's own list and of the one that new objects get; in force without uniform access only. */
    readonly lists: readonly {
      readonly list: 'acl' | 'defaultObjectAcl';
      /** `allUsers`, `user-dana@example.com`, `project-owners-123`. */
      readonly entity: string;
      readonly role: string;
    }[];
    /** `enforced`, or `inherited`: then the organisation's policy decides. */
    readonly publicAccessPrevention: string;
    readonly versioning: boolean;
    readonly retentionLocked: boolean;
    readonly kmsKey: string;
    readonly location: string;
  };
  readonly iamPolicy: AllowPolicy;
  /** What the nearest organisation policy says of `constraints/storage.publicAccessPrevention`. */
  readonly publicAccessConstraint: 'enforced' | 'not-enforced';
}

export interface CryptoKey {
  readonly settings: {
    /** `ENCRYPT_DECRYPT` alone can be rotated by the service. */
    readonly purpose: string;
    /** Days; 0 where the key is not rotated by itself. */
    readonly rotationDays: number;
    /** Protection and state of the primary version; `none` where it has none. */
    readonly primaryState: string;
  };
  readonly iamPolicy: AllowPolicy;
}

export interface SqlInstance {
  readonly settings: {
    readonly version: string;
    readonly publicIp: boolean;
    readonly authorizedNetworks: readonly string[];
    /** `ALLOW_UNENCRYPTED_AND_ENCRYPTED`, `ENCRYPTED_ONLY`, `TRUSTED_CLIENT_CERTIFICATE_REQUIRED`. */
    readonly sslMode: string;
    readonly backups: boolean;
    /** Flags by name; null-prototype. */
    readonly flags: Readonly<Record<string, string>>;
  };
}

/** A function of either generation, or a Cloud Run service. */
export interface Function {
  readonly settings: {
    readonly account: string;
    /** As the service writes it, `none` where it says nothing. */
    readonly ingress: string;
    /** False where the service lets everybody in, whatever the policy says. */
    readonly checksInvoker: boolean;
  };
  readonly iamPolicy: AllowPolicy;
}

export interface LogSink {
  readonly settings: {
    readonly destination: string;
    /** `none`: everything. */
    readonly filter: string;
    readonly disabled: boolean;
    readonly includeChildren: boolean;
  };
}

export interface LogBucket {
  readonly settings: { readonly retentionDays: number; readonly locked: boolean };
}

/** A kind of which only who may use it is looked at. */
export interface Shared {
  readonly settings: { readonly kmsKey: string };
  readonly iamPolicy: AllowPolicy;
}

export interface Dataset {
  readonly settings: { readonly kmsKey: string; readonly location: string };
  /** Entries of the dataset's own access list: who, by the field that names them, and the role. */
  readonly access: readonly { readonly who: string; readonly role: string }[];
  readonly iamPolicy: AllowPolicy;
}

export interface Cluster {
  readonly endpoint: {
    readonly privateNodes: boolean;
    /** The control plane has no public address. */
    readonly privateEndpoint: boolean;
    readonly authorizedNetworks: 'off' | readonly string[];
  };
  readonly settings: {
    readonly version: string;
    readonly workloadIdentity: boolean;
    readonly legacyAuthorization: boolean;
    readonly networkPolicy: boolean;
  };
}

export interface NodePool {
  readonly settings: {
    readonly account: string;
    readonly autoUpgrade: boolean;
    readonly scopes: readonly string[];
  };
}
