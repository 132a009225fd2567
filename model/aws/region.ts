/** What an account has in one region, and nowhere else: which of AWS's own guards are on there. */

export interface DetectorFacts {
  readonly id: string;
  /** `ENABLED`, or `DISABLED` where it is suspended. */
  readonly status: string;
}

export interface AnalyzerFacts {
  readonly name: string;
  readonly arn: string;
  /** `ACCOUNT` and `ORGANIZATION` look for access from outside; others (`…_UNUSED_ACCESS`, `…_INTERNAL_ACCESS`) do not. */
  readonly type: string;
  /** `ACTIVE`, `CREATING`, `DISABLED`, `FAILED`. */
  readonly status: string;
}

/**
 * One of each account and region that a scan looks at, so that what is missing there has something to be missing of.
 * AWS names no such resource; the kind's name follows that of the account.
 */
export interface AwsRegion {
  /** A region has one detector at most. */
  readonly guardDuty: 'none' | DetectorFacts;
  readonly securityHub: 'none' | { readonly arn: string };
  /** The account's own. */
  readonly analyzers: readonly AnalyzerFacts[];
  /** Those with the organisation for their zone of trust, of the accounts that may have such. */
  readonly organizationAnalyzers: readonly AnalyzerFacts[];
}
