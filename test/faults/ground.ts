/** What every faulted scan stands on: small estates in each cloud that can be disturbed, and scans that were not. */
import { allChecks } from '#checks/index.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding } from '#model/finding.ts';
import type { InventoryRow } from '#model/scan.ts';
import type { Source } from '#model/source.ts';
import type { ScanOptions } from '#pipeline/scan-options.ts';
import type { TracedCall } from '#sandbox/contract.ts';
import type { S3Sandbox } from '#sandbox/s3/server.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import type { AnsweredScan } from '#test/support/answered-scan.ts';
import { answeredScanOf } from '#test/support/answered-scan.ts';
import { type AwsGround, prepareAws } from './aws/ground.ts';
import { type AzureGround, prepareAzure } from './azure/ground.ts';
import type { CloudGround } from './cloud-ground.ts';
import { type GcpGround, prepareGcp } from './gcp/ground.ts';
import type { Cloud, Scenario } from './scenario.ts';
import { clouds } from './scenario.ts';

/** A scan with everything that the oracle looks at. */
export interface Seen extends AnsweredScan {
  readonly coverage: readonly CoverageRow[];
  readonly inventory: readonly InventoryRow[];
  readonly findings: readonly Finding[];
}

export interface Baseline {
  readonly seen: Seen;
  /** To the cloud that is going to be struck. */
  readonly calls: readonly TracedCall[];
  /** Holds that scan as its first. */
  readonly store: StoreDriver;
}

export interface Ground {
  readonly aws: AwsGround;
  readonly azure: AzureGround;
  readonly gcp: GcpGround;
  readonly s3: S3Sandbox;
  baseline(scenario: Pick<Scenario, 'cloud' | 'route' | 'together'>): Promise<Baseline>;
  /** Of the cloud that is struck, or of all of them: then the others' are as they always are. */
  sources(
    scenario: Pick<Scenario, 'cloud' | 'route' | 'together'> &
      Partial<Pick<Scenario, 'attempts' | 'timeout'>>,
    quiet?: 'quiet',
  ): readonly Source[];
  close(): Promise<void>;
}

export const prepareGround = async (): Promise<Ground> => {
  const [aws, azure, gcp, s3] = await Promise.all([
    prepareAws(),
    prepareAzure(),
    prepareGcp(),
    startS3Sandbox(),
  ]);
  const grounds: Readonly<Record<Cloud, CloudGround>> = { aws, azure, gcp };
  const baselines = new Map<string, Baseline>();
  const sources: Ground['sources'] = ({ cloud, together, ...how }, quiet) =>
    clouds
      .filter((one) => together || one === cloud)
      .map((one) => grounds[one].source(one === cloud ? how : { route: how.route }, quiet));
  return {
    aws,
    azure,
    gcp,
    s3,
    sources,
    baseline: async ({ cloud, route, together }) => {
      const key = `${cloud}|${route}|${together}`;
      const kept = baselines.get(key);
      if (kept !== undefined) return kept;
      const { takeCalls } = grounds[cloud];
      takeCalls();
      const store = memoryStore();
      const seen = await seeScan(sources({ cloud, route, together }), { store, now: onDay(0) });
      const made = { seen, calls: takeCalls(), store };
      baselines.set(key, made);
      return made;
    },
    close: async () => {
      await Promise.all([aws.close(), azure.close(), gcp.close(), s3.close()]);
    },
  };
};

export const onDay = (day: number): (() => Date) => {
  const at = Date.parse('2026-11-25T06:00:00.000Z') + day * 86_400_000;
  return () => new Date(at);
};

/** One scan, read back from its store. */
export const seeScan = async (sources: readonly Source[], more: Partial<ScanOptions>): Promise<Seen> => {
  const scan = await answeredScanOf(sources, allChecks, more);
  const { reader } = scan;
  return {
    ...scan,
    coverage: await Array.fromAsync(reader.coverage()),
    inventory: await Array.fromAsync(reader.inventory()),
    findings: await Array.fromAsync(reader.findings()),
  };
};
