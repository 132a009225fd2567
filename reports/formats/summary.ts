/** One scan in numbers, for programs: what a dashboard shows and a pipeline decides by. */
import type { Manifest } from '#model/scan.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { BySeverity } from '../facts/ledger.ts';
import { wholeLedger } from '../facts/ledger.ts';

export interface ScanSummary {
  readonly format: 1;
  readonly scan: number;
  readonly run: string;
  readonly estate: string;
  readonly plumbline: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** False where something was not read beyond what is expected: then the numbers are not the whole. */
  readonly complete: boolean;
  readonly comparedWith: number;
  readonly resources: number;
  /** asked − notApplicable = pass + fail + unknown. */
  readonly questions: Pick<
    Manifest['counts'][string],
    'asked' | 'notApplicable' | 'pass' | 'fail' | 'unknown'
  >;
  /** Open findings that this scan judged. */
  readonly open: BySeverity;
  readonly excepted: number;
  readonly changes: Manifest['changes'];
  /** Git commit of the configuration, and the content hash of all that was configured. */
  readonly configuration: { readonly commit: string; readonly dirty: boolean; readonly bundle: string };
  readonly notices: readonly string[];
}

export interface WholeSummary extends ScanSummary {
  /** What is worst first: a cause is what one change mends. */
  readonly worst: readonly {
    readonly check: string;
    readonly severity: string;
    readonly findings: number;
    readonly accounts: number;
    /** Of one of them. */
    readonly resource: string;
  }[];
}

const longestNotices = 20;
const worstShown = 20;

export const manifestSummary = (manifest: Manifest): ScanSummary => {
  const { asked, notApplicable, pass, fail, unknown, openBySeverity, excepted } = wholeLedger(manifest);
  const { configuration, bundle = 'none' } = manifest;
  return {
    format: 1,
    scan: manifest.number,
    run: manifest.run,
    estate: manifest.estate,
    plumbline: manifest.plumbline,
    startedAt: manifest.startedAt,
    finishedAt: manifest.finishedAt,
    complete: manifest.complete,
    comparedWith: manifest.comparedWith,
    resources: manifest.resources,
    questions: { asked, notApplicable, pass, fail, unknown },
    open: openBySeverity,
    excepted,
    changes: manifest.changes,
    configuration: { commit: configuration.commit, dirty: configuration.dirty, bundle },
    notices: manifest.notices.slice(0, longestNotices),
  };
};

export const summaryOf = ({ manifest, worst }: ReportFacts): WholeSummary => ({
  ...manifestSummary(manifest),
  worst: worst.slice(0, worstShown).map(({ finding, findings, accounts }) => ({
    check: finding.check,
    severity: finding.severity,
    findings,
    accounts,
    resource: finding.id,
  })),
});
