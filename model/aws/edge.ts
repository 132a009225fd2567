/** What stands at the edge: distributions, certificates, APIs and their stages, firewalls. `none`: the service says so. */
import type { PolicyDocument } from '../policy/document.ts';

export interface Origin {
  readonly id: string;
  /** Host name of the bucket, balancer or server behind. */
  readonly domain: string;
  /** `bucket`: reached as S3, not as a web site. */
  readonly type: 'bucket' | 'server' | 'private';
  /** How CloudFront shows a bucket who it is. */
  readonly identity: 'none' | 'origin-access-identity' | 'origin-access-control';
}

export interface Distribution {
  readonly settings: {
    readonly enabled: boolean;
    readonly aliases: readonly string[];
    /** One for each behaviour; `default`, or its path pattern. `allow-all` serves plain HTTP as well. */
    readonly behaviors: readonly { readonly path: string; readonly viewers: string }[];
    /** True for `*.cloudfront.net`, whose oldest version of TLS nobody can change. */
    readonly defaultCertificate: boolean;
    /** Name of the security policy: `TLSv1`, `TLSv1.2_2021` … */
    readonly oldestTls: string;
    readonly origins: readonly Origin[];
    /** ARN or id of the web ACL, or `none`. */
    readonly webAcl: string;
  };
}

export interface Certificate {
  readonly settings: {
    readonly domain: string;
    /** `ISSUED`, `PENDING_VALIDATION`, `EXPIRED`, `REVOKED`, `FAILED` … */
    readonly status: string;
    /** `AMAZON_ISSUED`, `IMPORTED`, `PRIVATE`. */
    readonly type: string;
    /** `RSA_2048`, `EC_PRIME256V1` …, in capitals. */
    readonly keyAlgorithm: string;
    /** ISO 8601, or `none` where it was never issued. */
    readonly validUntil: string;
    /** By a service of AWS. */
    readonly inUse: boolean;
    /** Its key may be in use anywhere. */
    readonly exported: boolean;
  };
}

interface RestMethod {
  readonly path: string;
  /** `GET` …, or `ANY`. */
  readonly method: string;
  /** `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`. */
  readonly authorization: string;
  readonly apiKey: boolean;
}

export interface RestApi {
  /** As it is set: one that was changed is in force with the next deployment, and nothing tells which one was deployed. */
  readonly policy: PolicyDocument | 'none';
  /** `EDGE`, `REGIONAL`, `PRIVATE`: an API has one of them. */
  readonly settings: { readonly endpoints: readonly string[] };
  /** As they are set: callers meet what was deployed. */
  readonly methods: readonly RestMethod[];
  /** As they were deployed, stage by stage, those of its canary among them. */
  readonly deployed: readonly (RestMethod & { readonly stage: string })[];
}

/** HTTP and WebSocket APIs: they have neither resource policies nor private endpoints. */
export interface HttpApi {
  readonly settings: { readonly protocol: string };
  readonly routes: readonly {
    /** `GET /items`, `$default`, `$connect`. */
    readonly key: string;
    /** `NONE`, `AWS_IAM`, `CUSTOM`, `JWT`. */
    readonly authorization: string;
  }[];
}

/** Of a REST, HTTP or WebSocket API. */
export interface ApiStage {
  readonly settings: {
    /** ARN of the log group or stream, or `none`. */
    readonly accessLogs: string;
    /** `none` for HTTP and WebSocket APIs, which can have none. */
    readonly webAcl: string;
  };
}

export interface WebAcl {
  readonly settings: {
    /** What becomes of a request that no rule decides. */
    readonly defaultAction: 'allow' | 'block';
    /**
     * In the order in which they are asked. `action` in small letters; of a group of rules, `none` leaves what its rules
     * say, `count` only counts, and `weakened` leaves it but for some of them, which it lets count or allow.
     */
    readonly rules: readonly { readonly name: string; readonly action: string }[];
    /** Groups of rules that AWS Firewall Manager has put before or behind the account's own, and that do not only count. */
    readonly managedGroups: number;
  };
  /** ARNs of where it logs to. */
  readonly logging: readonly string[];
}
