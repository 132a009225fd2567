/** Decides for each finding whether an exception hides it, and tells how each exception stands. */
import type { Finding } from '#model/finding.ts';
import { canonicalId } from '#model/resource.ts';
import type { ExceptionRow, ExceptionStatus } from '#model/scan.ts';
import { dateIn, daysBetween } from '../calendar.ts';
import { matchesPattern } from '../text-pattern.ts';
import type { Exception, ExceptionSet } from './exception.ts';
import { approvalOf, soon } from './exception.ts';

interface Standing {
  readonly place: number;
  readonly entry: Exception;
  readonly approval: string;
  readonly check: string;
  readonly expired: boolean;
  matched: number;
  hides: number;
  voided: number;
}

export interface ApplyOptions {
  readonly exceptions: ExceptionSet;
  /** Earlier id of a check → today's. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly now: Date;
  /** Places in the list of entries that were found to match too much: they hide nothing. */
  readonly tooBroad?: ReadonlySet<number>;
  /** Hears which entry, by its place, hides what. */
  readonly onHidden?: (place: number, finding: Finding) => void;
}

export class ExceptionDesk {
  readonly #standings: readonly Standing[];
  readonly #byCheck = new Map<string, Standing[]>();
  readonly #options: ApplyOptions;
  readonly #today: string;

  constructor(options: ApplyOptions) {
    this.#options = options;
    const { entries, rules } = options.exceptions;
    this.#today = dateIn(rules.zone, options.now);
    this.#standings = entries.map((entry, place) => ({
      place,
      entry,
      approval: approvalOf(entry),
      check: options.renamed.get(entry.check) ?? entry.check,
      expired: this.#today > entry.until,
      matched: 0,
      hides: 0,
      voided: 0,
    }));
    for (const standing of this.#standings) {
      const list = this.#byCheck.get(standing.check);
      if (list === undefined) this.#byCheck.set(standing.check, [standing]);
      else list.push(standing);
    }
  }

  /** The finding with `exception` and `accepted` set as they stand now. A resolved one needs no exception. */
  apply(finding: Finding): Finding {
    if (finding.state === 'resolved') return finding;
    let hiding: Standing | undefined;
    let accepted = finding.accepted;
    for (const standing of this.#byCheck.get(finding.check) ?? []) {
      if (!matchesResource(standing.entry.resource, finding)) continue;
      standing.matched += 1;
      if (standing.expired || hiding !== undefined || this.#isTooBroad(standing)) continue;
      const stood = fingerprintStoodFor(standing, finding);
      if (stood === finding.fingerprint) {
        hiding = standing;
        accepted = { exception: standing.approval, fingerprint: stood };
      } else standing.voided += 1;
    }
    const { exception: _before, ...row } = finding;
    const kept = accepted === undefined ? row : { ...row, accepted };
    if (hiding === undefined) return kept;
    hiding.hides += 1;
    this.#options.onHidden?.(hiding.place, finding);
    const { owner, until, reason } = hiding.entry;
    return { ...kept, exception: { owner, until, reason } };
  }

  /** Places of the entries that matched more than may be, once every finding has been applied. */
  tooBroad(): ReadonlySet<number> {
    const { broadest } = this.#options.exceptions.rules;
    return new Set(
      this.#standings
        .filter(({ expired, matched }) => !expired && matched > broadest)
        .map(({ place }) => place),
    );
  }

  /** Sentences for people about entries that hide nothing since they match too much. */
  notices(): readonly string[] {
    const { broadest } = this.#options.exceptions.rules;
    return this.#standings
      .filter((standing) => this.#isTooBroad(standing))
      .map(
        ({ entry, matched }) =>
          `The exception from ${entry.check} on ${entry.resource} matches ${matched} findings, more than the ${broadest} that one may hide: it hides none.`,
      );
  }

  /** In the order of the file. */
  rows(): readonly ExceptionRow[] {
    return this.#standings.map((standing) => ({
      check: standing.check,
      resource: standing.entry.resource,
      owner: standing.entry.owner,
      reason: standing.entry.reason,
      approvedBy: standing.entry.approvedBy,
      ticket: standing.entry.ticket ?? '',
      until: standing.entry.until,
      status: this.#statusOf(standing),
      hides: standing.hides,
    }));
  }

  #isTooBroad(standing: Standing): boolean {
    return this.#options.tooBroad?.has(standing.place) === true;
  }

  /** `void` as soon as one finding came out of it, or it matches too much: somebody has to look at it. */
  #statusOf(standing: Standing): ExceptionStatus {
    if (standing.expired) return 'expired';
    if (standing.matched === 0) return 'unmatched';
    if (standing.voided > 0 || this.#isTooBroad(standing)) return 'void';
    return daysBetween(this.#today, standing.entry.until) <= soon ? 'ends-soon' : 'in-force';
  }
}

/** Azure compares ids without case, so do patterns on them. */
export const matchesResource = (pattern: string, finding: Pick<Finding, 'provider' | 'id'>): boolean =>
  matchesPattern(canonicalId(finding.provider, pattern), canonicalId(finding.provider, finding.id));

/**
 * The file's own fingerprint, else the one under which this same approval hid it before, else, the first time, that of
 * now. A finding that an exception let go once is not hidden again by it, unless the parts are again as they were.
 */
const fingerprintStoodFor = (standing: Standing, finding: Finding): string => {
  if (standing.entry.fingerprint !== undefined) return standing.entry.fingerprint;
  if (finding.accepted?.exception === standing.approval) return finding.accepted.fingerprint;
  return finding.fingerprint;
};
