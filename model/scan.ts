/** A committed scan: its manifest is what an auditor asks for a year later. */
import type { FrameworkId } from './check.ts';
import type { CoverageRow } from './coverage.ts';
import type { Finding, UnknownRow } from './finding.ts';
import type { Provider, ResourceKey } from './resource.ts';
import type { Severity } from './severity.ts';

/** Numbers of questions; the ledger adds up: asked − notApplicable = pass + fail + unknown. */
export interface QuestionCounts {
  readonly asked: number;
  readonly notApplicable: number;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
}

export interface Scope {
  readonly providers: readonly Provider[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Ids of the checks that ran. */
  readonly checks: readonly string[];
  /** Kinds asked for; empty is all. */
  readonly kinds: readonly string[];
  readonly severity: Severity;
}

export interface ShardEntry {
  readonly name: string;
  /** Key prefix in the store. */
  readonly key: string;
  readonly resources: number;
  readonly fails: number;
  /** Files `<key>/parts-0`, `<key>/parts-1` … with what the shard handed over; left out by versions that kept none. */
  readonly parts?: number;
}

export interface Manifest {
  readonly format: 1;
  /** Scan number: the manifest's own, given by the commit. */
  readonly number: number;
  /** Id under which the scan was written before it had a number. */
  readonly run: string;
  readonly plumbline: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly estate: string;
  readonly scope: Scope;
  /** Provider → who asked, as that cloud names the caller. */
  readonly callers: Readonly<Partial<Record<Provider, string>>>;
  /** Ids of the checks that this version knew and that did not run, sorted; left out by versions that kept none. */
  readonly notRun?: readonly string[];
  /** Check id → content hash of what it was when it ran. */
  readonly checkHashes: Readonly<Record<string, string>>;
  readonly configuration: Origin;
  readonly exceptions: Origin;
  /** Left out by versions that knew none. */
  readonly attestations?: Origin;
  /**
   * Content hash of the team's files as one, as `plumbline push` names it: the same for the same texts, whoever scanned.
   * Left out where there was no file, and by versions that knew none.
   */
  readonly bundle?: string;
  readonly accountNames: Readonly<Record<string, string>>;
  readonly notices: readonly string[];
  /** The scan that it was compared with; 0 for the first. */
  readonly comparedWith: number;
  /** False while any coverage row beyond the expected unknowns is a gap. */
  readonly complete: boolean;
  readonly resources: number;
  readonly calls: number;
  readonly throttled: number;
  /** Check id → counts. */
  readonly counts: Readonly<Record<string, QuestionCounts>>;
  /** Check id → open findings that this scan judged, by severity; with {@link excepted} they are its fails. */
  readonly open: Readonly<Record<string, Readonly<Partial<Record<Severity, number>>>>>;
  /** Check id → fails that an exception in force hides. */
  readonly excepted: Readonly<Record<string, number>>;
  /**
   * Check id → cloud → its share of the three above; of the checks that ask in every cloud, as drift does. Left out
   * where none of them ran, and by versions that knew none.
   */
  readonly shares?: Readonly<Record<string, CloudShares>>;
  readonly changes: ChangeCounts;
  /** Numbers of the baselines that it was compared with, the newest first; left out for none. */
  readonly baselines?: readonly number[];
  readonly shards: readonly ShardEntry[];
  /** Keys in the store, relative to its root. */
  readonly files: {
    readonly findings: string;
    readonly unknowns: string;
    readonly coverage: string;
    readonly inventory: string;
    readonly exceptions: string;
    /** Left out by versions that knew none. */
    readonly attestations?: string;
    /** The plan, with which the judged parts begin; left out by versions that kept none. */
    readonly parts?: string;
  };
}

/** What one check said in one cloud. */
export interface CheckNumbers {
  readonly counts: QuestionCounts;
  readonly open: Readonly<Partial<Record<Severity, number>>>;
  readonly excepted: number;
}

/** A cloud that is not in it was asked nothing. */
export type CloudShares = Readonly<Partial<Record<Provider, CheckNumbers>>>;

/** Where a file came from: hash of its bytes, and the Git commit when it lies in a work tree. */
export interface Origin {
  readonly sha256: string;
  readonly commit: string;
  /** True when the file differs from that commit. */
  readonly dirty: boolean;
}

export const addCounts = (a: QuestionCounts, b: QuestionCounts): QuestionCounts => ({
  asked: a.asked + b.asked,
  notApplicable: a.notApplicable + b.notApplicable,
  pass: a.pass + b.pass,
  fail: a.fail + b.fail,
  unknown: a.unknown + b.unknown,
});

export const noCounts: QuestionCounts = { asked: 0, notApplicable: 0, pass: 0, fail: 0, unknown: 0 };

/** Since the scan that it was compared with. */
export interface ChangeCounts {
  readonly new: number;
  readonly worse: number;
  readonly reopened: number;
  readonly resolved: number;
  /** Open findings that this scan could not look at: neither resolved nor confirmed. */
  readonly notLookedAt: number;
  /** Coverage rows that were read then and are gaps now. */
  readonly coverageLost: number;
  readonly exceptionsExpired: number;
  readonly exceptionsVoid: number;
  /** Findings that began, worsened or ended because their check changed; in none of the others. Left out for none. */
  readonly byVersion?: number;
  /** Of those that are new, reopened or worse, how many are drift. Left out for none. */
  readonly drifted?: number;
}

/** A resource that a scan saw, whether a check is on its kind or not. Sorted by its key. */
export interface InventoryRow extends ResourceKey {
  readonly name: string;
}

/** How an exception stood when the scan was made. */
export type ExceptionStatus = 'in-force' | 'ends-soon' | 'expired' | 'void' | 'unmatched';

export interface ExceptionRow {
  readonly check: string;
  /** Pattern on the resource id, `*` wildcards. */
  readonly resource: string;
  readonly owner: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly ticket: string;
  /** ISO date; the end of that day in the configured zone. */
  readonly until: string;
  readonly status: ExceptionStatus;
  /** How many fails it hides in this scan. */
  readonly hides: number;
}

/** How an attestation stood when the scan was made. */
export type AttestationStatus = 'in-force' | 'ends-soon' | 'not-yet' | 'expired';

/** What a person vouches for, where checks can't decide a control, or not all of it. */
export interface AttestationRow {
  readonly framework: FrameworkId;
  readonly control: string;
  /** Left out: in every cloud of the framework. */
  readonly provider?: Provider;
  /** What holds, in the words of whoever vouches for it. */
  readonly statement: string;
  /** Who vouches for it. */
  readonly by: string;
  /** Where it can be seen: a link, a document, a ticket. */
  readonly evidence: string;
  /** `YYYY-MM-DD` in the configured zone, both days included; from the beginning of time where the first is left out. */
  readonly from?: string;
  readonly until: string;
  readonly status: AttestationStatus;
}

/** Reads one committed scan. Each call streams anew; memory does not grow with the scan. */
export interface ScanReader {
  readonly manifest: Manifest;
  /** Sorted by `compareFindings`; resolved ones included. */
  findings(): AsyncIterable<Finding>;
  unknowns(): AsyncIterable<UnknownRow>;
  coverage(): AsyncIterable<CoverageRow>;
  inventory(): AsyncIterable<InventoryRow>;
  exceptions(): AsyncIterable<ExceptionRow>;
  attestations(): AsyncIterable<AttestationRow>;
}
