/** Google Cloud on loopback, and the source that reads it, for tests. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { GcpEstate } from '#sandbox/gcp/estate.ts';
import type { GcpSandboxOptions } from '#sandbox/gcp/options.ts';
import { loadDemoOrganization } from '#sandbox/gcp/serve.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { startGcpSandbox } from '#sandbox/gcp/start.ts';
import type { GcpOptions } from '#sources/gcp/options.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { readSource } from './read-source.ts';

export const now = new Date('2026-11-25T06:00:00.000Z');

export const meridianGcp = (): Promise<GcpEstate> => loadDemoOrganization(now);

export const serveGcp = async (options: Partial<GcpSandboxOptions> = {}): Promise<GcpSandbox> =>
  startGcpSandbox({ estate: await meridianGcp(), now: () => now, ...options });

export const gcpOptionsFor = (sandbox: GcpSandbox, more: Partial<GcpOptions> = {}): GcpOptions => ({
  parents: sandbox.parents,
  kinds: [],
  partners: [],
  endpoint: sandbox.endpoint,
  callsPerMinute: 6_000_000,
  attempts: 3,
  timeout: 5_000,
  // Back-off that waits a millisecond: what is tested is what comes after it.
  backoffBase: 1,
  snapshotAge: 120,
  pageSize: 1000,
  ...more,
});

export interface GcpScan {
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageRow[];
  readonly notices: readonly string[];
  readonly throttled: number;
}

/** Everything that a scan hands over. @param needs undefined reads every part. */
export const scanGcp = async (options: GcpOptions, needs?: Needs): Promise<GcpScan> => {
  const planner = gcpSource(options, () => now.getTime());
  const reader = needs === undefined ? gcpSource(options, () => now.getTime()) : planner;
  const { plan, resources, coverage } = await readSource(planner, needs ?? new Map(), reader);
  return { resources, coverage, notices: plan.notices, throttled: reader.usage().throttled };
};
