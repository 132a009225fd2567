/** The region itself, as a resource: one of each account and region that is looked at. */
import type { AwsRegion } from '#model/aws/region.ts';
import type { Reading } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { SourceEvent } from '#model/source.ts';
import { readRow } from '../coverage-rows.ts';
import type { ShardTools } from '../shard-tools.ts';
import { regionKind } from '../shards.ts';
import { readGuardDuty, readSecurityHub } from './guards.ts';

const notAsked = unread('unsupported', undefined, 'no check that runs looks at it');

/** What is set for a whole region is asked of the services, whichever way the inventory comes: AWS Config has no item of it. */
export async function* readRegionItself(
  { estate, organizationAnalyzers, needs }: ShardTools,
  account: string,
  region: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const ifNeeded = async <T>(part: string, read: () => Promise<Reading<T>>): Promise<Reading<T>> =>
    needs === undefined || needs.get(regionKind)?.has(part) === true ? read() : notAsked;
  const place = { account, region };
  const parts: { readonly [P in keyof AwsRegion]: Reading<AwsRegion[P]> } = {
    guardDuty: await ifNeeded('guardDuty', () => readGuardDuty(estate, place, signal)),
    securityHub: await ifNeeded('securityHub', () => readSecurityHub(estate, place, signal)),
    analyzers: await ifNeeded('analyzers', () => organizationAnalyzers.own(account, region, signal)),
    organizationAnalyzers: await ifNeeded('organizationAnalyzers', () =>
      organizationAnalyzers.shared(account, region, signal),
    ),
  };
  yield {
    type: 'resource',
    resource: {
      provider: 'aws',
      kind: regionKind,
      account,
      region,
      id: `${account}/${region}`,
      name: region,
      tags: Object.create(null) as Record<string, string>,
      observedAt: new Date(estate.now()).toISOString(),
      parts,
    },
  };
  yield { type: 'coverage', row: readRow(account, region, regionKind, 1, 'direct') };
}
