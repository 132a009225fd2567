/**
 * What proves that a region holds nothing of a kind whose service would be asked in any case: a recorder that follows
 * the kind as it changes, works, and was started long enough ago to have seen everything; a region in which AWS Config can
 * record the kind; and counts, whole and readable, that name none of it. Anything short of that proves nothing, and the
 * service is asked. A recorder's settings alone are no proof: it takes a kind on, also by its name, in regions where it can't
 * be recorded.
 */
import { directSourceOf } from '#model/aws/direct-sources.ts';
import type { ShardTools } from '../shard-tools.ts';
import type { InventoryRoute } from './route.ts';

/** CloudFront's are kept there, and nothing says that AWS Config records those: a guess that is not made. */
const holdsMore = (kind: string, region: string): boolean =>
  kind === 'AWS::WAFv2::WebACL' && region === 'us-east-1';

/** By which way it is proven that there is none of the kind; undefined where it is not. */
export const provenEmpty = async (
  { estate, recorders, aggregator, routes }: ShardTools,
  account: string,
  region: string,
  kind: string,
  signal: AbortSignal,
): Promise<InventoryRoute['name'] | undefined> => {
  if (estate.options.inventory === 'direct' || directSourceOf(kind)?.counted !== true) return undefined;
  if (holdsMore(kind, region)) return undefined;
  const { gapOf, doubtOf } = await recorders.state(account, region, signal);
  if (gapOf(kind) !== undefined || doubtOf(kind) !== undefined) return undefined;
  if ((await aggregator?.gapOf(account, region, signal)) !== undefined) return undefined;
  // Asked for once, for this and for the inventory. An aggregator counts all regions together: none is none here.
  const route = aggregator === undefined ? routes.own(account, region) : routes.aggregated(account);
  const counts = await route.counts(signal);
  return counts.ok && (counts.value.get(kind) ?? 0) === 0 ? route.name : undefined;
};
