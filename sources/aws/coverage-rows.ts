import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { Gap } from './recorders.ts';

/** A kind that was not listed to its end in a place. */
export const gapRow = (
  account: string,
  region: string,
  kind: string,
  gap: Gap,
  route: string,
  count = 0,
): CoverageRow => ({
  provider: 'aws',
  account,
  region,
  kind,
  part: listing,
  count,
  route,
  ...gap,
});

/** One that was. */
export const readRow = (
  account: string,
  region: string,
  kind: string,
  count: number,
  route: string,
): CoverageRow => gapRow(account, region, kind, { state: 'read' }, route, count);
