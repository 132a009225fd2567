import type { ScanOptions } from '#pipeline/scan-options.ts';

const origin = { sha256: '0'.repeat(64), commit: 'none', dirty: false };

/** A scan of everything, without exceptions, expectations or owners. */
export const plainScan = {
  scope: { accounts: [], regions: [], kinds: [], severity: 'low' },
  exceptions: { entries: [], rules: { longestDays: 365, broadest: 100, zone: 'UTC' } },
  expectedUnknowns: [],
  ownerTags: [],
  origins: { configuration: origin, exceptions: origin },
  version: '0.0.0',
  now: () => new Date('2026-11-25T06:00:00.000Z'),
  concurrency: 4,
} as const satisfies Partial<ScanOptions>;
