/** What was read and what was not, by account; and each gap once, however many kinds and regions it shows in. */
import type { CoverageRow, CoverageState } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { UnreadReason } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';

export interface AccountCoverage {
  readonly provider: Provider;
  readonly account: string;
  /** Kinds with no gap in any region, of all kinds that were asked for there. */
  readonly kindsRead: number;
  readonly kinds: number;
  /** Reason → how many coverage rows stand in it. */
  readonly gaps: ReadonlyMap<UnreadReason, number>;
  /** True where every kind of some region, or of the account, is a gap. */
  readonly closed: boolean;
  /** Why there is nothing to read in it at all, such as an account that is suspended; hostile text. */
  readonly absent?: string;
}

/** Kinds that were read to their end, but not where the others were: AWS Config had no word of them. */
export interface ReadElsewhere {
  readonly provider: Provider;
  readonly account: string;
  readonly regions: readonly string[];
  readonly kinds: readonly string[];
  /** Hostile text. */
  readonly why: string;
}

export interface CoverageGap {
  readonly provider: Provider;
  readonly account: string;
  /** `*`: every kind. One refusal often closes all kinds of a region. */
  readonly kinds: readonly string[];
  readonly part: string;
  readonly state: UnreadReason;
  readonly missing: string;
  readonly principal: string;
  readonly detail: string;
  readonly expected: boolean;
  readonly regions: readonly string[];
  /** Resources that it touches; for a listing, those that were enumerated before it broke off. */
  readonly resources: number;
}

export interface CoverageFacts {
  readonly accounts: readonly AccountCoverage[];
  /** By account; at most {@link elsewhereKept}. */
  readonly elsewhere: readonly ReadElsewhere[];
  /** At most {@link gapsKept}, unexpected first. */
  readonly gaps: readonly CoverageGap[];
  /** All of them; more than `gaps` holds when there are very many. */
  readonly gapCount: number;
  /** Parts of kinds of accounts that were not read somewhere: a gap of nineteen kinds is nineteen of these. */
  readonly parts: number;
  /** Those of {@link parts} that no line under `expectedUnknowns` covers: they make a scan incomplete. */
  readonly unexpected: number;
}

const gapsKept = 2_000;
const elsewhereKept = 2_000;
const regionsKept = 40;

interface OpenAccount {
  readonly provider: Provider;
  readonly account: string;
  readonly kinds: Map<string, boolean>;
  readonly gaps: Map<UnreadReason, number>;
  closed: boolean;
  absent: string | undefined;
}

interface OpenElsewhere {
  readonly row: CoverageRow;
  readonly regions: Set<string>;
  readonly kinds: Set<string>;
}

type OpenGap = Omit<{ -readonly [K in keyof CoverageGap]: CoverageGap[K] }, 'kinds' | 'regions'> & {
  readonly kinds: Set<string>;
  readonly regions: Set<string>;
};

/** The route of a kind that was read from its own service. */
const direct = 'direct';

const gapState = (state: CoverageState): UnreadReason | undefined =>
  state === 'read' || state === 'absent' ? undefined : state;

export class CoverageTally {
  readonly #accounts = new Map<string, OpenAccount>();
  readonly #gaps = new Map<string, OpenGap>();
  readonly #elsewhere = new Map<string, OpenElsewhere>();
  #dropped = 0;
  #parts = 0;
  #unexpected = 0;

  add(row: CoverageRow): void {
    const account = this.#account(row);
    const state = gapState(row.state);
    if (row.kind !== listing) {
      account.kinds.set(row.kind, (account.kinds.get(row.kind) ?? true) && state === undefined);
    }
    if (row.state === 'absent' && row.kind === listing && row.region === listing) account.absent = row.detail;
    if (row.state === 'read' && row.route === direct && row.detail !== undefined)
      this.#addElsewhere(row, row.detail);
    if (state === undefined || !isGap(row)) return;
    account.gaps.set(state, (account.gaps.get(state) ?? 0) + 1);
    if (row.kind === listing) account.closed = true;
    this.#addGap(row, state);
  }

  facts(): CoverageFacts {
    return {
      accounts: [...this.#accounts.values()]
        .toSorted((a, b) => compareText(a.provider, b.provider) || compareText(a.account, b.account))
        .map(({ provider, account, kinds, gaps, closed, absent }) => ({
          provider,
          account,
          kinds: kinds.size,
          kindsRead: closed && kinds.size === 0 ? 0 : [...kinds.values()].filter(Boolean).length,
          gaps,
          closed,
          ...(absent === undefined ? {} : { absent }),
        })),
      elsewhere: [...this.#elsewhere.values()]
        .map(({ row, regions, kinds }) => ({
          provider: row.provider,
          account: row.account,
          regions: [...regions].sort(compareText),
          kinds: [...kinds].sort(compareText),
          why: row.detail ?? '',
        }))
        .toSorted(
          (a, b) =>
            compareText(a.provider, b.provider) ||
            compareText(a.account, b.account) ||
            b.kinds.length - a.kinds.length,
        ),
      gaps: [...this.#gaps.values()]
        .map((gap) => ({ ...gap, kinds: [...gap.kinds], regions: [...gap.regions] }))
        .toSorted(
          (a, b) =>
            Number(a.expected) - Number(b.expected) ||
            b.kinds.length - a.kinds.length ||
            b.resources - a.resources,
        ),
      gapCount: this.#gaps.size + this.#dropped,
      parts: this.#parts,
      unexpected: this.#unexpected,
    };
  }

  #account(row: CoverageRow): OpenAccount {
    const key = `${row.provider} ${row.account}`;
    const account = this.#accounts.get(key) ?? {
      provider: row.provider,
      account: row.account,
      kinds: new Map(),
      gaps: new Map(),
      closed: false,
      absent: undefined,
    };
    this.#accounts.set(key, account);
    return account;
  }

  #addElsewhere(row: CoverageRow, why: string): void {
    const key = JSON.stringify([row.provider, row.account, why]);
    const known = this.#elsewhere.get(key);
    if (known === undefined && this.#elsewhere.size >= elsewhereKept) return;
    const entry = known ?? { row, regions: new Set(), kinds: new Set() };
    this.#elsewhere.set(key, entry);
    if (entry.regions.size < regionsKept) entry.regions.add(row.region);
    entry.kinds.add(row.kind);
  }

  #addGap(row: CoverageRow, state: UnreadReason): void {
    const { provider, account, kind, part } = row;
    const expected = row.expected === true;
    // The route of a refusal is in its detail; the same permission refused twice is one gap.
    const detail = row.missing === undefined ? row.detail : undefined;
    const key = JSON.stringify([
      provider,
      account,
      part,
      state,
      row.missing,
      row.principal,
      detail,
      expected,
    ]);
    const gap = this.#gaps.get(key);
    if (gap?.kinds.has(kind) !== true) {
      this.#parts += 1;
      if (!expected) this.#unexpected += 1;
    }
    if (gap !== undefined) {
      gap.resources += row.count;
      gap.kinds.add(kind);
      if (gap.regions.size < regionsKept) gap.regions.add(row.region);
      return;
    }
    if (this.#gaps.size >= gapsKept) {
      this.#dropped += 1;
      return;
    }
    this.#gaps.set(key, {
      provider,
      account,
      kinds: new Set([kind]),
      part,
      state,
      missing: row.missing ?? '',
      principal: row.principal ?? '',
      detail: row.detail ?? '',
      expected,
      regions: new Set([row.region]),
      resources: row.count,
    });
  }
}
