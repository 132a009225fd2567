/** The product's whole way from the clouds to the ledger, with every check of AWS. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { memoryStore } from '#store/memory.ts';
import { all } from '#test/pipeline/scan-scene.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import { plainScan } from '#test/support/plain-scan.ts';
import type { Place } from './place.ts';
import { region, roleName } from './place.ts';

export interface Scanned {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
  readonly unknowns: readonly UnknownRow[];
  readonly coverage: readonly CoverageRow[];
}

/** Every one: for each of them the accounts hold what is faulty and what is healthy. */
export const accountChecks = checksOf('aws');

export const scanAccounts = async (
  { settings }: Place,
  inventory: AwsOptions['inventory'],
): Promise<Scanned> => {
  const source = awsSource({
    accounts: 'organization',
    regions: [region],
    role: { name: roleName },
    inventory,
    kinds: [],
    partners: [],
    homeRegion: region,
    endpoint: settings.endpoint,
    credentials: settings.credentials,
    callsPerSecond: 1_000,
    attempts: 3,
    timeout: 20_000,
    backoffBase: 1,
  });
  const { manifest, reader } = await runScan({
    ...plainScan,
    sources: [source],
    checks: accountChecks,
    store: memoryStore(),
    estate: 'real',
    now: () => new Date(),
    concurrency: 4,
  });
  return {
    manifest,
    findings: await all(reader.findings()),
    unknowns: await all(reader.unknowns()),
    coverage: await all(reader.coverage()),
  };
};
