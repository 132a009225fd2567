/** What stands at the edge: distributions, certificates, APIs and their stages, firewalls. `none`: the service says so. */

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
