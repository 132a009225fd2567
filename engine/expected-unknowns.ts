/**
 * What is known to be unreadable: a region that a guard rail denies, an account out of scope. It stays unknown and in
 * the denominator; but it is no reason to call a scan incomplete, and no news.
 */
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import type { UnreadReason } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import { matchesPattern } from './text-pattern.ts';

/** A line of the configuration; every pattern takes `*`, and what is left out matches everything. */
export interface ExpectedUnknown {
  readonly provider?: Provider;
  readonly account?: string;
  readonly region?: string;
  readonly kind?: string;
  /** `*` in a row stands for the listing of the kind itself. */
  readonly part?: string;
  /** All reasons when empty or left out. */
  readonly reasons?: readonly UnreadReason[];
  /** Pattern on the permission that is missing. */
  readonly missing?: string;
  /** Why it is expected, for people. */
  readonly because: string;
  /** `YYYY-MM-DD`: expected up to the end of that day. */
  readonly until?: string;
}

/** @param today `YYYY-MM-DD` in the configured zone. */
export const isExpected = (row: CoverageRow, expected: readonly ExpectedUnknown[], today: string): boolean =>
  expected.some((line) => matches(line, row, today));

/** The row, marked where a line expects it. What was read is never marked. */
export const markExpected = (
  row: CoverageRow,
  expected: readonly ExpectedUnknown[],
  today: string,
): CoverageRow => (isGap(row) && isExpected(row, expected, today) ? { ...row, expected: true } : row);

const matches = (line: ExpectedUnknown, row: CoverageRow, today: string): boolean =>
  (line.until === undefined || today <= line.until) &&
  (line.provider === undefined || line.provider === row.provider) &&
  matchesPattern(line.account ?? '*', row.account) &&
  matchesPattern(line.region ?? '*', row.region) &&
  matchesPattern(line.kind ?? '*', row.kind) &&
  matchesPattern(line.part ?? '*', row.part) &&
  (line.reasons === undefined ||
    line.reasons.length === 0 ||
    line.reasons.some((reason) => reason === row.state)) &&
  (line.missing === undefined || matchesPattern(line.missing, row.missing ?? ''));
