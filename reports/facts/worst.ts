/**
 * Ranks what is open: by what is gained, then reach, then age. One cause is one row. Memory is bounded by the causes
 * of one check, since findings come sorted by check.
 */
import { hash } from 'node:crypto';
import type { Finding } from '#model/finding.ts';
import { compareText } from '#model/resource.ts';
import { severityRank } from '#model/severity.ts';

export interface Cause {
  /** The worst of them. */
  readonly finding: Finding;
  /** How many open findings come from this one cause, this one among them. */
  readonly findings: number;
  /** How many accounts they lie in; counting stops at {@link accountsCounted}. */
  readonly accounts: number;
}

const accountsCounted = 100;

/** Beyond this many causes of one check, further causes compete as single findings. */
const causesPerCheck = 10_000;

/** Kinds that hold power over everything else in their account. */
const wholeAccount = new Set(['AWS::::Account']);
const anyone = /(?:^|[^\d.])0\.0\.0\.0\/0|::\/0|"?\*"?$|everyone|AllUsers|AuthenticatedUsers/u;

/** Does a value that was found stand for anyone at all? */
export const isAnyone = (found: string): boolean => anyone.test(found);

/**
 * How far it reaches, 3 the farthest: everything in an account; anyone at all; an identity or a key, which lead on
 * to other things; the resource alone.
 */
export const reachOf = (finding: Pick<Finding, 'kind' | 'evidence'>): number => {
  if (wholeAccount.has(finding.kind)) return 3;
  if (finding.evidence.some((item) => isAnyone(item.found))) return 2;
  return /::(?:IAM|KMS|SecretsManager)::/u.test(finding.kind) ? 1 : 0;
};

export const compareWorst = (a: Finding, b: Finding): number =>
  severityRank(a.severity) - severityRank(b.severity) ||
  reachOf(b) - reachOf(a) ||
  compareText(a.firstSeen, b.firstSeen) ||
  compareText(a.finding, b.finding);

/** {@link causeOf} as a short id: 12 hexadecimal digits. */
export const causeKey = (finding: Finding): string => hash('sha256', causeOf(finding), 'hex').slice(0, 12);

/** Same check, same severity, and the same found in the same parts: mended by the same change. */
export const causeOf = (finding: Finding): string =>
  JSON.stringify([
    finding.check,
    finding.severity,
    finding.evidence.map((item) => [item.path.split('/', 1)[0], item.found]),
  ]);

interface OpenCause {
  finding: Finding;
  findings: number;
  readonly accounts: Set<string>;
}

export class WorstRanking {
  readonly #keep: number;
  #check = '';
  #causes = new Map<string, OpenCause>();
  #best: Cause[] = [];
  #total = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Open findings only, sorted by check. */
  add(finding: Finding): void {
    if (finding.check !== this.#check) this.#close(finding.check);
    const key = causeOf(finding);
    const cause = this.#causes.get(key);
    if (cause !== undefined) {
      cause.findings += 1;
      if (cause.accounts.size < accountsCounted) cause.accounts.add(finding.account);
      if (compareWorst(finding, cause.finding) < 0) cause.finding = finding;
    } else if (this.#causes.size < causesPerCheck) {
      this.#causes.set(key, { finding, findings: 1, accounts: new Set([finding.account]) });
    } else {
      this.#total += 1;
      this.#offer([{ finding, findings: 1, accounts: 1 }]);
    }
  }

  /** Worst first. */
  worst(): readonly Cause[] {
    this.#close('');
    this.#trim();
    return this.#best;
  }

  causes(): number {
    this.#close('');
    return this.#total;
  }

  #close(next: string): void {
    this.#total += this.#causes.size;
    this.#offer(
      [...this.#causes.values()].map(({ finding, findings, accounts }) => ({
        finding,
        findings,
        accounts: accounts.size,
      })),
    );
    this.#causes = new Map();
    this.#check = next;
  }

  #offer(causes: readonly Cause[]): void {
    for (const cause of causes) this.#best.push(cause);
    if (this.#best.length > this.#keep * 4) this.#trim();
  }

  #trim(): void {
    this.#best = this.#best.toSorted((a, b) => compareWorst(a.finding, b.finding)).slice(0, this.#keep);
  }
}
