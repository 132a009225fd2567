/** What every faulted scan stands on: a small organisation, a sandbox that can be disturbed, and scans that were not. */
import { fileURLToPath } from 'node:url';
import { allChecks } from '#checks/index.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding } from '#model/finding.ts';
import type { InventoryRow } from '#model/scan.ts';
import type { ScanOptions } from '#pipeline/scan-options.ts';
import type { Sandbox, TracedCall } from '#sandbox/contract.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import type { S3Sandbox } from '#sandbox/s3/server.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import { demoEstateDirectory } from '#sandbox/serve.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { type Dependences, dependences } from '#test/denied/dependence.ts';
import type { AnsweredScan, Route } from '#test/support/answered-scan.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';

/** A scan with everything that the oracle looks at. */
export interface Seen extends AnsweredScan {
  readonly coverage: readonly CoverageRow[];
  readonly inventory: readonly InventoryRow[];
  readonly findings: readonly Finding[];
}

export interface Baseline {
  readonly seen: Seen;
  readonly calls: readonly TracedCall[];
  readonly depends: Dependences;
  /** Holds that scan as its first. */
  readonly store: StoreDriver;
}

export interface Ground {
  readonly sandbox: Sandbox;
  /** Of the same estate, and left in peace. */
  readonly quiet: Sandbox;
  readonly s3: S3Sandbox;
  /** Items of kinds that checks are on. */
  readonly items: readonly ConfigItem[];
  readonly accounts: readonly string[];
  /** Calls to {@link sandbox} since they were last taken. */
  takeCalls(): readonly TracedCall[];
  baseline(route: Route): Promise<Baseline>;
  close(): Promise<void>;
}

/** Enough for every check to pass and fail something, few enough for a scan in a fraction of a second. */
const itemsPerShelf = 4;
/** So that most queries have several pages. */
const longestPage = 8;

const accounts = new Set([
  'Meridian Security',
  'Meridian Production',
  'Meridian Staging',
  'Meridian Retired',
]);
const regions = new Set(['eu-west-1', 'us-east-1', 'global']);

/** The first of a long list. */
const few = <T extends { readonly size: number }>(series: T): T => ({
  ...series,
  size: Math.min(series.size, itemsPerShelf),
});

const reduced = (estate: Estate): Estate => {
  const kept = estate.accounts.filter(({ name }) => accounts.has(name));
  const ids = new Set(kept.map(({ id }) => id));
  return {
    ...estate,
    accounts: kept.map((account) => ({
      ...account,
      iam: {
        ...account.iam,
        users: few(account.iam.users),
        groups: few(account.iam.groups),
        roles: few(account.iam.roles),
        policies: few(account.iam.policies),
      },
      regions: account.regions.filter(({ name }) => regions.has(name)),
    })),
    shelves: estate.shelves.filter(({ account, region }) => ids.has(account) && regions.has(region)).map(few),
    withheld: estate.withheld.filter(({ account, region }) => ids.has(account) && regions.has(region)),
    live: estate.live.filter(({ account, region }) => ids.has(account) && regions.has(region)),
  };
};

export const prepareGround = async (): Promise<Ground> => {
  const estate = reduced(await loadEstate(fileURLToPath(demoEstateDirectory)));
  let calls: TracedCall[] = [];
  const sandbox = await startSandbox({ estate, longestPage, onCall: (call) => calls.push(call) });
  const quiet = await startSandbox({ estate, longestPage });
  const s3 = await startS3Sandbox();
  const takeCalls = (): readonly TracedCall[] => {
    const taken = calls;
    calls = [];
    return taken;
  };
  const judged = new Set<string>(allChecks.flatMap((check) => check.on));
  const baselines = new Map<Route, Baseline>();
  return {
    sandbox,
    quiet,
    s3,
    takeCalls,
    items: estate.shelves
      .filter((shelf) => judged.has(shelf.kind) && shelf.region !== 'global')
      .flatMap((shelf) => Array.from({ length: shelf.size }, (_, index) => shelf.at(index))),
    accounts: estate.accounts.filter((one) => one.status === 'ACTIVE').map((one) => one.id),
    baseline: async (route) => {
      const kept = baselines.get(route);
      if (kept !== undefined) return kept;
      takeCalls();
      const store = memoryStore();
      const seen = await seeScan(awsOptionsFor(sandbox, route), { store, now: onDay(0) });
      const asked = takeCalls();
      const made = { seen, calls: asked, store, depends: dependences(allChecks, route, asked) };
      baselines.set(route, made);
      return made;
    },
    close: async () => {
      await Promise.all([sandbox.close(), quiet.close(), s3.close()]);
    },
  };
};

export const onDay = (day: number): (() => Date) => {
  const at = Date.parse('2026-11-25T06:00:00.000Z') + day * 86_400_000;
  return () => new Date(at);
};

/** One scan, read back from its store. */
export const seeScan = async (aws: AwsOptions, more: Partial<ScanOptions>): Promise<Seen> => {
  const scan = await answeredScan(aws, allChecks, more);
  const { reader } = scan;
  return {
    ...scan,
    coverage: await all(reader.coverage()),
    inventory: await all(reader.inventory()),
    findings: await all(reader.findings()),
  };
};

const all = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
};
