/** AWS data, key, logging, compute and registry kinds. `none` is "the service says there is none". */
import type { PolicyDocument } from '../policy/document.ts';
import type { PublicAccessBlock, TrailFacts } from './identity.ts';

export interface AclGrant {
  /** `AllUsers`, `AuthenticatedUsers`, `LogDelivery`, a canonical user id, or an e-mail address. */
  readonly grantee: string;
  readonly permission: string;
}

export interface Bucket {
  readonly policy: PolicyDocument | 'none';
  readonly acl: { readonly owner: string; readonly grants: readonly AclGrant[] };
  readonly publicAccessBlock: PublicAccessBlock;
  /** The block of the account that owns the bucket, joined in by the source. */
  readonly accountPublicAccessBlock: PublicAccessBlock;
  /** `BucketOwnerEnforced` switches ACLs off; `none` where no ownership controls are set (ACLs are on). */
  readonly ownership: string;
  readonly encryption: 'none' | { readonly algorithm: string; readonly kmsKey: string };
  readonly versioning: { readonly status: string; readonly mfaDelete: boolean };
  /** Target bucket of server access logs, or `none`. */
  readonly logging: string;
}

export interface KmsKey {
  readonly policy: PolicyDocument;
  readonly rotation: boolean;
  readonly settings: {
    readonly manager: string;
    readonly state: string;
    readonly spec: string;
    readonly usage: string;
    readonly origin: string;
    readonly multiRegion: boolean;
  };
}

export interface Database {
  readonly settings: {
    readonly engine: string;
    readonly engineVersion: string;
    readonly publiclyAccessible: boolean;
    readonly encrypted: boolean;
    readonly kmsKey: string;
    readonly deletionProtection: boolean;
    /** Days of automated backups; 0 is off. */
    readonly backupRetention: number;
    readonly multiAz: boolean;
    readonly autoMinorUpgrade: boolean;
    readonly iamAuthentication: boolean;
    readonly logExports: readonly string[];
    readonly groups: readonly string[];
    readonly subnets: readonly string[];
    readonly port: number;
  };
}

/** `RDS::DBSnapshot` and `DBClusterSnapshot`. */
export interface DatabaseSnapshot {
  readonly settings: { readonly encrypted: boolean; readonly type: string };
  /** Account ids that may restore it, or `all` for everyone. */
  readonly sharedWith: readonly string[];
}

export interface Volume {
  readonly settings: {
    readonly encrypted: boolean;
    readonly kmsKey: string;
    readonly state: string;
    readonly attachedTo: readonly string[];
  };
}

export interface Topic {
  readonly policy: PolicyDocument | 'none';
  readonly settings: { readonly kmsKey: string };
}

export interface Queue {
  readonly policy: PolicyDocument | 'none';
  readonly settings: { readonly kmsKey: string; readonly managedEncryption: boolean };
}

export interface Secret {
  readonly settings: {
    readonly kmsKey: string;
    readonly rotationEnabled: boolean;
    readonly rotationDays: number;
  };
}

export interface Table {
  readonly settings: {
    readonly encryption: string;
    readonly kmsKey: string;
    readonly deletionProtection: boolean;
  };
}

export interface FileSystem {
  readonly policy: PolicyDocument | 'none';
  readonly settings: { readonly encrypted: boolean; readonly kmsKey: string };
}

export interface LambdaFunction {
  /** Of the function itself; what is called by an alias is under the policy of the alias. */
  readonly policy: PolicyDocument | 'none';
  /** Policies of published versions that are called by their number are not looked at. */
  readonly aliases: readonly { readonly name: string; readonly policy: PolicyDocument | 'none' }[];
  readonly settings: {
    readonly runtime: string;
    readonly role: string;
    readonly groups: readonly string[];
    readonly subnets: readonly string[];
    readonly kmsKey: string;
    readonly packageType: string;
  };
  /** Secrets found in environment variables, by detector and variable name; values are dropped in `sources/`. */
  readonly environmentSecrets: readonly { readonly path: string; readonly detector: string }[];
}

/** An image repository. */
export interface Registry {
  readonly policy: PolicyDocument | 'none';
  /** Of the account's registry in the region, joined in by the source: it may speak of this repository, and of others. */
  readonly registryPolicy: PolicyDocument | 'none';
  readonly settings: {
    readonly immutableTags: boolean;
    readonly scanOnPush: boolean;
    readonly kmsKey: string;
    readonly lifecyclePolicy: boolean;
  };
}

export interface EksCluster {
  readonly endpoint: {
    readonly public: boolean;
    readonly private: boolean;
    readonly publicCidrs: readonly string[];
  };
  readonly logging: readonly string[];
  readonly settings: {
    readonly version: string;
    readonly role: string;
    readonly subnets: readonly string[];
    readonly groups: readonly string[];
    readonly secretsKey: string;
  };
}

export interface Trail {
  readonly settings: TrailFacts;
}

export interface LogGroup {
  readonly settings: {
    readonly name: string;
    /** Days that an event is kept; 0 is for ever. */
    readonly retention: number;
    /** `none`: by a key of CloudWatch Logs. */
    readonly kmsKey: string;
  };
  /** Names of the account's trails that write into it, joined in by the source. */
  readonly trails: readonly string[];
}

/** One per account and region; `none` where the region has no customer recorder at all. */
export interface ConfigRecorder {
  readonly recording:
    | 'none'
    | {
        readonly name: string;
        readonly on: boolean;
        readonly allSupported: boolean;
        readonly includesGlobal: boolean;
        readonly included: readonly string[];
        readonly excluded: readonly string[];
        readonly lastStatus: string;
      };
}

export interface AccountPublicAccessBlock {
  readonly settings: PublicAccessBlock;
}

export interface FlowLog {
  readonly settings: {
    readonly resource: string;
    readonly traffic: string;
    readonly active: boolean;
    readonly destination: string;
  };
}
