import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { Gap } from './recorders.ts';

/** A kind that was listed to its end in a place. */
export const readRow = (
  account: string,
  region: string,
  kind: string,
  count: number,
  route: string,
): CoverageRow => ({
  provider: 'aws',
  account,
  region,
  kind,
  part: listing,
  state: 'read',
  count,
  route,
});

/** One that was not. */
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
