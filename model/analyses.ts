/**
 * Reasoning across resources that a check may declare under `uses`. An analysis that could not be made is handed
 * over as the reason why: the engine answers `unknown` then, as it does for a part.
 */

/** Whom the scanned organisation trusts by being itself; an outsider is everybody else. */
export interface TrustBoundary {
  /** Own account ids: every account of the organisation when it was listed, else those of the scan. */
  readonly accounts: ReadonlySet<string>;
  /** `o-…`, or `unknown` where the organisation was not read. */
  readonly organization: string;
  /** Account ids that the configuration names as partners. */
  readonly partners: ReadonlySet<string>;
}

export interface Analyses {
  readonly trust: TrustBoundary;
}

export type AnalysisName = keyof Analyses;
